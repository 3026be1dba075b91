import CairnDisk
import CairnLog
import Testing

@Suite struct FollowingTests {
    private func open(_ folder: borrowing ScratchStore, _ mode: RecoveryMode = .acknowledged) async throws -> Log {
        var options = LogOptions()
        options.segmentBytes = 64 << 10
        options.compactsByItself = false
        options.recovery = mode
        return try await Log.open(folder.path, options: options)
    }

    @Test func `a stream that follows gives each record once, in order, and ends when the log closes`() async throws {
        let folder = try ScratchStore()
        let log = try await open(folder)
        let reading = Task { () throws -> [UInt64] in
            var seen: [UInt64] = []
            for try await lines in log.lines(following: true) { seen += lines.map(\.sequence.number) }
            return seen
        }
        for number in 0..<500 { _ = try await log.append(note(number, String(repeating: "x", count: 300))) }
        try await log.close()
        let seen = try await reading.value
        #expect(seen == Array(1...UInt64(seen.count)))
        let reopened = try await open(folder)
        #expect(reopened.recovery.lastSequence == SequenceNumber(500))
        try await reopened.close()
    }

    @Test func `a stream ends when its task is cancelled, also while it waits`() async throws {
        let folder = try ScratchStore()
        let log = try await open(folder)
        _ = try await log.append(note(1))
        let waiting = Counter(1)
        let reading = Task { () throws -> Int in
            var seen = 0
            for try await lines in log.lines(following: true) {
                seen += lines.count
                _ = waiting.take()
            }
            return seen
        }
        try await Task.sleep(nanoseconds: 50_000_000)
        reading.cancel()
        #expect(try await reading.value == 1)
        let late = Task { () throws -> Int in
            withUnsafeCurrentTask { $0?.cancel() }
            var seen = 0
            for try await lines in log.lines(following: true) { seen += lines.count }
            return seen
        }
        #expect(try await late.value == 0)
        try await log.close()
    }

    @Test func `a stream from a sequence begins there, and one from the future waits for it`() async throws {
        let folder = try ScratchStore()
        let log = try await open(folder)
        let reading = Task { () throws -> SequenceNumber? in
            for try await lines in log.lines(from: SequenceNumber(7), following: true) { return lines.first?.sequence }
            return nil
        }
        for number in 1...9 { _ = try await log.append(note(number)) }
        #expect(try await reading.value == SequenceNumber(7))
        try await log.close()
    }

    @Test func `a reader beside a writer follows it through new segments and compaction`() async throws {
        let folder = try ScratchStore()
        let writer = try await open(folder)
        _ = try await writer.append(note(0))
        let reader = try await open(folder, .readOnly)
        let reading = Task { () throws -> Set<UInt64> in
            var seen: Set<UInt64> = []
            for try await lines in reader.lines(following: true) {
                for line in lines {
                    #expect(seen.insert(line.sequence.number).inserted)
                    if line.id == "n-last" { return seen }
                }
            }
            return seen
        }
        for round in 0..<4 {
            for number in 0..<100 {
                _ = try await writer.append(note(number, "\(round)" + String(repeating: "x", count: 600)))
            }
            try await Task.sleep(nanoseconds: 30_000_000)
            _ = try await writer.compact(all: true)
        }
        _ = try await writer.append(Entry.record(kind: "note", json: Array(#"{"id":"n-last"}"#.utf8)))
        // A record counts for others when a later line says that it was acknowledged; the mark of an idle log does.
        let seen = try await reading.value
        #expect(seen.contains(402))
        #expect(writer.statistics.segments < 8)
        try await reader.close()
        try await writer.close()
    }

    @Test func `a reader that closes ends its own streams, and a cancelled one does too`() async throws {
        let folder = try ScratchStore()
        let writer = try await open(folder)
        _ = try await writer.append(note(0))
        let reader = try await open(folder, .readOnly)
        let cancelled = Task { () throws -> Int in
            var seen = 0
            for try await lines in reader.lines(following: true) { seen += lines.count }
            return seen
        }
        let closed = Task { () throws -> Int in
            var seen = 0
            for try await lines in reader.lines(following: true) { seen += lines.count }
            return seen
        }
        try await Task.sleep(nanoseconds: 60_000_000)
        cancelled.cancel()
        #expect(try await cancelled.value <= 1)
        try await reader.close()
        #expect(try await closed.value <= 1)
        try await writer.close()
    }
}
