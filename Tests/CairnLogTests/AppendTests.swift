import CairnDisk
import CairnLines
import CairnLog
import Synchronization
import Testing

@Suite struct AppendTests {
    private func code(_ body: () async throws(LogError) -> Void) async -> LogError.Code? {
        do throws(LogError) {
            try await body()
            return nil
        } catch { return error.code }
    }

    private func waits(_ isDone: () -> Bool) async -> Bool {
        for _ in 0..<1_000 {
            if isDone() { return true }
            try? await Task.sleep(nanoseconds: 10_000_000)
        }
        return false
    }

    @Test func `a transaction is acknowledged as a whole, and nothing is nothing`() async throws {
        let folder = try ScratchStore()
        let log = try await Log.open(folder.path)
        let receipts = try await log.append(transaction: [note(1), note(2), note(3)])
        #expect(receipts.map(\.sequence.number) == [1, 2, 3])
        #expect(receipts.map(\.id) == ["n1", "n2", "n3"])
        #expect(try await log.append(transaction: []).isEmpty)
        #expect(try await log.append(batch: []).isEmpty)
        #expect(log.statistics.lastSequence == SequenceNumber(3))
        try await log.close()
    }

    @Test func `what is too large is refused before it is written`() async throws {
        let folder = try ScratchStore()
        let log = try await Log.open(folder.path)
        let many = [Entry](repeating: try note(1), count: 65_537)
        #expect(await code { () throws(LogError) in _ = try await log.append(transaction: many) } == .tooLarge)
        let long = try note(1, String(repeating: "x", count: 1 << 20))
        let wide = [Entry](repeating: long, count: 64)
        #expect(await code { () throws(LogError) in _ = try await log.append(batch: wide) } == .tooLarge)
        #expect(log.statistics.lastSequence == .none)
        try await log.close()
    }

    @Test func `a record takes 256 changes in a row, and any number after it was written whole`() async throws {
        let folder = try ScratchStore()
        let log = try await Log.open(folder.path)
        let change = try Entry.update(kind: "note", id: "n1", changes: Array(#"{"a":1}"#.utf8))
        _ = try await log.append(note(1))
        for _ in 0..<256 { _ = try await log.append(change, durability: .volatile) }
        try await log.flush()
        #expect(await code { () throws(LogError) in _ = try await log.append(change) } == .tooLarge)
        _ = try await log.append(note(1))
        #expect(await code { () throws(LogError) in _ = try await log.append(change) } == nil)
        try await log.close()
    }

    @Test func `changes of one record in one batch are counted together`() async throws {
        let folder = try ScratchStore()
        let log = try await Log.open(folder.path)
        let change = try Entry.update(kind: "note", id: "n1", changes: Array(#"{"a":1}"#.utf8))
        let changes = [Entry](repeating: change, count: 256)
        _ = try await log.append(batch: [note(1)] + changes)
        #expect(await code { () throws(LogError) in _ = try await log.append(change) } == .tooLarge)
        #expect(await code { () throws(LogError) in _ = try await log.append(batch: changes + [change]) } == .tooLarge)
        let whole = try note(1)
        #expect(
            await code { () throws(LogError) in _ = try await log.append(transaction: [whole, change]) } == nil)
        try await log.close()
    }

    @Test func `a cancelled task writes nothing`() async throws {
        let folder = try ScratchStore()
        let log = try await Log.open(folder.path)
        let task = Task { () async -> LogError.Code? in
            withUnsafeCurrentTask { $0?.cancel() }
            return await self.code { () throws(LogError) in
                _ = try await log.append(Entry.delete(kind: "note", id: "n"))
            }
        }
        #expect(await task.value == .cancelled)
        #expect(log.statistics.lastSequence == .none)
        try await log.close()
    }

    @Test func `a closed log says so, whatever is asked of it`() async throws {
        let folder = try ScratchStore()
        let log = try await Log.open(folder.path)
        _ = try await log.append(note(1))
        try await log.close()
        try await log.close()
        let entry = try note(2)
        #expect(await code { () throws(LogError) in _ = try await log.append(entry) } == .closed)
        #expect(await code { () throws(LogError) in try await log.flush() } == .closed)
        #expect(await code { () throws(LogError) in _ = try log.get(kind: "note", id: "n1") } == .closed)
        #expect(await code { () throws(LogError) in _ = try await log.compact() } == .closed)
        #expect(await code { () throws(LogError) in _ = try await log.snapshot() } == .closed)
        var seen = 0
        for try await lines in log.lines() { seen += lines.count }
        #expect(seen == 0)
    }

    @Test func `a write that asks for no sync is made durable by flush, or by the time it named`() async throws {
        let folder = try ScratchStore()
        let log = try await Log.open(folder.path)
        _ = try await log.append(note(1), durability: .volatile)
        try await log.flush()
        #expect(log.statistics.durableSequence == SequenceNumber(1))
        _ = try await log.append(note(2), durability: .buffered(withinMilliseconds: 5))
        #expect(log.statistics.lastSequence == SequenceNumber(2))
        #expect(await waits { log.statistics.durableSequence == SequenceNumber(2) })
        try await log.close()
    }

    @Test func `callers wait while too much is in flight, and all of them are served`() async throws {
        let folder = try ScratchStore()
        var options = LogOptions()
        options.bytesInFlight = 1
        let log = try await Log.open(folder.path, options: options)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 { group.addTask { _ = try await log.append(note(number)) } }
            try await group.waitForAll()
        }
        #expect(log.statistics.durableSequence == SequenceNumber(200))
        try await log.close()
    }

    @Test func `a write that finds the room taken between its look and its staging waits again`() async throws {
        let store = CaseStore()
        let log = Mutex<Log?>(nil)
        let clock = InterruptedClock {
            // What another writer could do there.
            if let log = log.withLock({ $0.take() }) { _ = try? log.stageNow([note(1)]) }
        }
        var options = LogOptions()
        options.bytesInFlight = 1
        let opened = try Log.openNow(
            LogEnvironment(folder: store.folder, clock: clock, hasThreads: false), options: options)
        log.withLock { $0 = opened }
        let waiting = Task { try await opened.append(note(2), durability: .volatile) }
        #expect(await waits { log.withLock { $0 == nil } })
        try await Task.sleep(nanoseconds: 50_000_000)
        #expect(opened.stagedSequence == .first)
        opened.drive()
        #expect(try await waiting.value.sequence == SequenceNumber(2))
        opened.drive()
        try opened.closeNow()
    }

    @Test func `an idle log gives back the room that it has filled ahead`() async throws {
        let folder = try ScratchStore()
        var options = LogOptions()
        options.idleMarkMilliseconds = 5
        options.idleTrimMilliseconds = 20
        let log = try await Log.open(folder.path, options: options)
        for number in 0..<200 { _ = try await log.append(note(number, String(repeating: "x", count: 1_000))) }
        let name = try #require(folder.names.first { $0.hasPrefix("seg-") })
        #expect(await waits { (try? folder.bytes(name).count) == Int(log.statistics.logBytes) })
        try await log.close()
    }

    @Test func `a log that is let go closes by itself and has kept what it accepted`() async throws {
        let folder = try ScratchStore()
        do {
            let log = try await Log.open(folder.path)
            _ = try await log.append(note(1))
        }
        var again: Log?
        #expect(
            await waits {
                again = try? Log.openNow(folder.path, options: LogOptions())
                return again != nil
            })
        #expect(try again?.get(kind: "note", id: "n1") != nil)
        try await again?.close()
    }

    @Test func `a reader takes no writes, and has nothing to flush`() async throws {
        let folder = try ScratchStore()
        try await Log.open(folder.path).close()
        var options = LogOptions()
        options.recovery = .readOnly
        let log = try await Log.open(folder.path, options: options)
        let entry = try note(1)
        #expect(await code { () throws(LogError) in _ = try await log.append(entry) } == .readOnly)
        #expect(await code { () throws(LogError) in try await log.flush() } == nil)
        #expect(log.statistics.readOnlyReason != nil)
        try await log.close()
    }

    @Test func `an entry that cannot be is refused by the same code, whatever it is`() {
        let json = Array("{}".utf8)
        #expect(throws: LogError.self) { _ = try Entry.record(kind: "", json: json) }
        #expect(throws: LogError.self) { _ = try Entry.record(kind: "note", id: "", json: json) }
        #expect(throws: LogError.self) { _ = try Entry.record(kind: "note", json: Array("[]".utf8)) }
        #expect(throws: LogError.self) { _ = try Entry.update(kind: "note", id: "a", changes: Array("7".utf8)) }
        #expect(throws: LogError.self) { _ = try Entry.delete(kind: "cairn.mark", id: "a") }
        #expect((try? Entry.record(kind: "note", id: "given", json: json))?.id == "given")
    }
}

/// A clock that lets something happen just before it is read.
private final class InterruptedClock: DiskClock {
    private let happens: @Sendable () -> Void

    init(_ happens: @escaping @Sendable () -> Void) { self.happens = happens }

    func now() -> Int64 {
        happens()
        return 1_795_205_580_000_000
    }

    func monotonic() -> UInt64 { 0 }
}
