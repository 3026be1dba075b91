import CairnDisk
import CairnLog
import Testing

@Suite struct LogTests {
    @Test func `three records closed are a few kilobytes and read back`() async throws {
        let folder = try ScratchStore()
        let log = try await Log.open(folder.path)
        #expect(log.recovery.verdict == .created)
        for number in 1...3 {
            let receipt = try await log.append(note(number))
            #expect(receipt.sequence == SequenceNumber(UInt64(number)))
        }
        #expect(try log.get(kind: "note", id: "n2")?.json == Array(#"{"id":"n2","text":"hello"}"#.utf8))
        try await log.close()
        let size = try folder.names.reduce(0) { try $0 + folder.bytes($1).count }
        #expect(size < 4_096)

        let again = try await Log.open(folder.path)
        #expect(again.recovery.verdict == .clean)
        #expect(again.recovery.keys == 3)
        #expect(try again.get(kind: "note", id: "n3")?.sequence == SequenceNumber(3))
        var seen: [String] = []
        for try await lines in again.lines() { seen += lines.map(\.id) }
        #expect(seen == ["n1", "n2", "n3"])
        try await again.close()
    }

    @Test func `many tasks share syncs and every acknowledged record is there`() async throws {
        let folder = try ScratchStore()
        var options = LogOptions()
        options.segmentBytes = 256 << 10
        let log = try await Log.open(folder.path, options: options)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<64 {
                group.addTask {
                    for number in 0..<100 { _ = try await log.append(note(task * 100 + number)) }
                }
            }
            try await group.waitForAll()
        }
        #expect(log.statistics.recordsWritten == 6_400)
        #expect(log.statistics.syncs < 6_400)
        #expect(log.statistics.segments > 2)
        try await log.close()
        let again = try await Log.open(folder.path, options: options)
        #expect(again.recovery.verdict == .clean)
        #expect(again.recovery.findings.isEmpty)
        #expect(again.recovery.keys == 6_400)
        try await again.close()
    }
}
