import CairnDisk
import CairnLines
import CairnLog
import CrashLab
import Testing

@Suite struct MovingTests {
    @Test func `a stream that is overtaken by a compaction goes on in what it left`() async throws {
        let store = CaseStore()
        let log = try store.open()
        for number in 0..<3_000 { try log.put("k\(number)") }
        var stream = log.lines().makeAsyncIterator()
        let first = try #require(try await stream.next())
        for number in 0..<3_000 where number % 2 == 0 { try log.put("k\(number)", "again") }
        _ = try log.compactNow(all: true)
        var seen = first.map(\.sequence.number)
        while let more = try await stream.next() { seen += more.map(\.sequence.number) }
        #expect(seen == seen.sorted() && Set(seen).count == seen.count)
        for number in 0..<3_000 where number % 2 == 1 { #expect(seen.contains(UInt64(number + 1))) }
        #expect(seen.last == 4_500)
    }

    @Test(arguments: [false, true])
    func `a line that claims a number from the future keeps no reader from what follows`(isRecord: Bool) throws {
        var store = try CaseStore.filled(30)
        var forged = ByteBuffer()
        if isRecord {
            let draft = try Entry.record(kind: "note", json: Array(#"{"id":"forged"}"#.utf8)).draft
            Array("2026-11-20T20:13:00.000000Z".utf8).withUnsafeBytes {
                _ = LineWriter.append(draft, sequence: 99, acknowledged: 0, timestamp: $0, to: &forged)
            }
        } else {
            try ControlLine.append(
                .mark, nil, next: SequenceNumber(99), acknowledged: .none, microseconds: 0, to: &forged)
        }
        let text = forged.withBytes { String(decoding: $0.dropLast(), as: UTF8.self) }
        store.restart { $0.editLine(with: "\"id\":\"k3\"") { _ in text } }
        let log = try store.open(.readOnly)
        #expect(log.recovery.verdict == .damaged)
        let seen = log.intactNow().lines.map(\.id)
        #expect(seen.contains("k2") && seen.contains("k29") && !seen.contains("forged"))
        // A control line tells nothing of records, so what is behind it in its own segment is served as well.
        #expect(seen.contains("k4") == !isRecord)
        #expect(Set(seen).count == seen.count)
    }

    @Test func `a reader whose disk fails for a while shows what it knows, and then goes on`() async throws {
        let store = CaseStore()
        var environment = store.environment
        environment.folder = store.folder
        let writer = try Log.openNow(environment, options: store.options)
        try writer.put("a")
        writer.idleNow()
        let reader = try store.open(.readOnly)
        let reading = Task { () throws -> [String] in
            var seen: [String] = []
            for try await lines in reader.lines(following: true) {
                seen += lines.map(\.id)
                if seen.last == "z" { return seen }
            }
            return seen
        }
        for call in [DiskCall.list, .open, .size, .read] {
            store.faulty.replace(Fault(at: 0, among: [call], forever: true, code: .inputOutput, errno: 5))
            try await Task.sleep(nanoseconds: 40_000_000)
        }
        store.faulty.replace(nil)
        try writer.put("z")
        writer.idleNow()
        let seen = try await reading.value
        #expect(seen.filter { $0 == "z" }.count == 1)
    }

    @Test func `every task that waits on a full disk is told, and writing goes on when there is room`() async throws {
        let store = CaseStore()
        var environment = store.environment
        environment.hasThreads = true
        environment.clock = SystemClock()
        var options = store.options
        options.bytesInFlight = 600
        let log = try Log.openNow(environment, options: options)
        _ = try await log.append(note(0))
        store.faulty.replace(Fault(at: 0, among: [.write], forever: true, code: .noSpace, errno: 28))
        let refused = await withTaskGroup(of: LogError.Code?.self) { group in
            for number in 1...40 {
                group.addTask {
                    do {
                        _ = try await log.append(note(number))
                        return nil
                    } catch { return (error as? LogError)?.code }
                }
            }
            return await group.reduce(into: [LogError.Code?]()) { $0.append($1) }
        }
        #expect(refused.allSatisfy { $0 == .noSpace })
        store.faulty.replace(nil)
        #expect(try await log.append(note(41)).sequence == SequenceNumber(2))
        try await log.close()
    }
}
