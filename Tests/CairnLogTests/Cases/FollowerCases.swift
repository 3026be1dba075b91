import CairnDisk
import CairnLog
import CrashLab
import Synchronization
import Testing

/// What a reader beside a writer sees of lines that the writer takes back, or has not finished.
@Suite struct FollowerCases {
    /// A writer whose disk lets a reader look just before a failed group is cut off.
    private func writer(
        on store: CaseStore, beforeCutting looks: @escaping @Sendable () -> Void
    ) throws -> Log {
        let folder = InterruptedFolder(store.faulty) { site in
            if site == DiskSite(.truncate, .cutBack) { looks() }
        }
        var environment = store.environment
        environment.folder = folder
        return try Log.openNow(environment, options: store.options)
    }

    private func reader(of store: CaseStore) throws -> Log {
        var options = store.options
        options.recovery = .readOnly
        var environment = store.environment
        environment.folder = store.folder
        return try Log.openNow(environment, options: options)
    }

    private func note(_ id: String, _ length: Int) throws -> CairnLog.Entry {
        let text = String(repeating: "x", count: length)
        return try Entry.record(kind: "note", json: Array(#"{"id":"\#(id)","text":"\#(text)"}"#.utf8))
    }

    /// Two whole lines and a part of a third land, and go again.
    private func failToWrite(_ log: Log, _ store: CaseStore) throws {
        store.faulty.replace(Fault(at: 0, among: [.write], code: .noSpace, errno: 28, transfersHalf: true))
        _ = try log.stageNow([note("gone1", 10), note("gone2", 20), note("gone3", 600)])
        log.drive()
        #expect(store.faulty.failed == 1)
        store.faulty.replace(nil)
    }

    @Test(arguments: [0, 10, 11, 90, 200, 2_000], [false, true])
    func `a reader that saw lines which were cut off goes on with those in their place`(
        length: Int, isFilled: Bool
    ) throws {
        let store = CaseStore()
        let shared = Mutex<Log?>(nil)
        let writer = try writer(on: store) { shared.withLock { $0?.followNow() } }
        try writer.put("a")
        writer.idleNow()
        if isFilled { writer.prepareNow() }
        let reader = try reader(of: store)
        shared.withLock { $0 = reader }
        reader.followNow()
        try failToWrite(writer, store)
        #expect(try reader.linesNow().map(\.id) == ["a"])
        if isFilled { writer.prepareNow() }
        try writer.put("b", String(repeating: "y", count: length))
        reader.followNow()
        #expect(try reader.linesNow().map(\.id) == ["a"])
        writer.idleNow()
        reader.followNow()
        #expect(try reader.linesNow().map(\.id) == ["a", "b"])
        try writer.put("c")
        writer.idleNow()
        reader.followNow()
        #expect(try reader.linesNow().map(\.id) == ["a", "b", "c"])
        try reader.closeNow()
        try writer.closeNow()
    }

    @Test func `a reader that opens while lines stand that are cut off then goes on with their successors`() throws {
        let store = CaseStore()
        let shared = Mutex<Log?>(nil)
        let writer = try writer(on: store) {
            let reader = try? self.reader(of: store)
            shared.withLock { $0 = reader }
        }
        try writer.put("a")
        writer.idleNow()
        try failToWrite(writer, store)
        let reader = try #require(shared.withLock { $0 })
        #expect(reader.recovery.verdict == .clean)
        #expect(try reader.linesNow().map(\.id) == ["a"])
        try writer.put("b")
        writer.idleNow()
        reader.followNow()
        #expect(try reader.linesNow().map(\.id) == ["a", "b"])
        #expect(try reader.get(kind: "note", id: "gone1") == nil)
        try reader.closeNow()
        try writer.closeNow()
    }

    @Test
    func `a stream that passed a mark which a failed sync lost goes on with the line in its place`() async throws {
        let store = CaseStore()
        let first = try store.open()
        try first.put("a")
        let end = Int64(first.statistics.logBytes)
        first.idleNow()
        let reader = try reader(of: store)
        var stream = reader.lines(following: true).makeAsyncIterator()
        #expect(try await stream.next()?.map(\.id) == ["a"])
        store.kill()
        let name = try #require(store.folder.disk.segments.first)
        let file = try store.folder.open(name, .readWrite, .commitGroup)
        try file.truncate(to: ByteOffset(end), .cutBack)
        file.close()
        let second = try store.open()
        try second.put("b", String(repeating: "y", count: 500))
        second.idleNow()
        #expect(try await stream.next()?.map(\.id) == ["b"])
        try reader.closeNow()
        try second.closeNow()
    }

    @Test func `lines that come while a reader opens are no damage`() throws {
        let store = CaseStore(segmentBytes: 8 << 20)
        let writer = try store.open()
        try writer.put("a")
        for number in 0..<10 { try writer.put("long\(number)", String(repeating: "x", count: 104_600)) }
        writer.prepareNow()
        // The next line begins in what a reader takes for blank, and ends in what it reads next.
        #expect(writer.statistics.logBytes < 1 << 20)
        #expect(writer.statistics.logBytes > 1 << 20 - 2_000)
        let reads = Mutex(0)
        let folder = InterruptedFolder(store.folder) { site in
            guard site == DiskSite(.read, .readSegment) else { return }
            let read = reads.withLock { reads in
                reads += 1
                return reads
            }
            guard read == 2 else { return }
            for number in 0..<3 { try? writer.put("new\(number)", String(repeating: "y", count: 4_000)) }
        }
        var environment = store.environment
        environment.folder = folder
        var options = store.options
        options.recovery = .readOnly
        let reader = try Log.openNow(environment, options: options)
        #expect(reads.withLock { $0 } >= 2)
        #expect(reader.recovery.verdict == .clean)
        #expect(reader.recovery.findings.isEmpty)
        #expect(try reader.linesNow().first?.id == "a")
        writer.idleNow()
        reader.followNow()
        #expect(try reader.linesNow().count == 14)
        try reader.closeNow()
        try writer.closeNow()
    }

    @Test func `a reader that looks for more keeps what stands behind damage`() throws {
        var store = CaseStore()
        let log = try store.open()
        for id in ["a", "b", "c"] { try log.put(id) }
        try log.closeNow()
        store.restart { $0.replace("\"id\":\"b\"", with: "\"id\":\"x\"") }
        let reader = try store.open(.readOnly)
        #expect(reader.recovery.verdict == .damaged)
        #expect(reader.intactNow().lines.map(\.id) == ["a", "c"])
        reader.followNow()
        #expect(reader.intactNow().lines.map(\.id) == ["a", "c"])
        try reader.closeNow()
    }
}
