import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct CompactionTests {
    private func open(_ folder: borrowing ScratchStore, retention: [String: Retention] = [:]) async throws -> Log {
        var options = LogOptions()
        options.segmentBytes = 64 << 10
        options.compactsByItself = false
        options.retention = retention
        return try await Log.open(folder.path, options: options)
    }

    private func fill(_ log: Log, rounds: Int) async throws {
        for round in 0..<rounds {
            _ = try await log.append(batch: (0..<500).map { try note($0, "round \(round)") })
        }
    }

    @Test func `compaction keeps the newest version of each key and gives the rest back`() async throws {
        let folder = try ScratchStore()
        let log = try await open(folder)
        try await fill(log, rounds: 20)
        for number in 0..<100 { _ = try await log.append(Entry.delete(kind: "note", id: "n\(number)")) }
        let before = log.statistics.logBytes
        let report = try await log.compact()
        #expect(report.segmentsBefore > report.segmentsAfter)
        #expect(report.bytesWritten <= report.bytesReclaimed)
        #expect(log.statistics.logBytes < before / 8)
        try await check(log)
        try await log.close()
        let verified = try await Log.verify(folder.path)
        #expect(verified.verdict == .clean)
        #expect(verified.findings.isEmpty)
        let again = try await open(folder)
        #expect(again.recovery.verdict == .clean)
        try await check(again)
        try await again.close()
    }

    private func check(_ log: Log) async throws {
        for number in 0..<500 {
            let found = try log.get(kind: "note", id: "n\(number)")
            #expect((found == nil) == (number < 100))
            if let found { #expect(String(decoding: found.json, as: UTF8.self).contains("round 19")) }
        }
        #expect(log.statistics.keys == 400)
    }

    @Test(arguments: [500, 2_000, 8_000, 20_000])
    func `compaction writes no byte more than once, and the log is at most twice what lives in it`(
        keys: Int
    ) async throws {
        let folder = try ScratchStore()
        let log = try await open(folder)
        var random = Seeded(UInt64(keys))
        var rewritten: Int64 = 0
        for round in 0..<20 {
            for _ in 0..<10 {
                _ = try await log.append(
                    batch: (0..<100).map { _ in try note(Int(random.next() % UInt64(keys)), "round \(round)") },
                    durability: .volatile)
            }
            try await log.flush()
            rewritten += try await log.compact().bytesWritten
            let now = log.statistics
            // The growing segment is nobody's to compact, and the newest sealed one may be all but half full.
            #expect(now.logBytes <= 2 * now.liveBytes + 2 * (64 << 10))
        }
        #expect(rewritten <= Int64(log.statistics.bytesWritten))
        if keys < 8_000 { #expect(rewritten > 0) }
        try await log.close()
    }

    @Test func `retention keeps as many versions as it was told`() async throws {
        let folder = try ScratchStore()
        let log = try await open(folder, retention: ["note": .versions(3)])
        try await fill(log, rounds: 20)
        _ = try await log.compact(all: true)
        var versions: [String: Int] = [:]
        for try await lines in log.lines() { for line in lines { versions[line.id, default: 0] += 1 } }
        #expect(versions.count == 500)
        #expect(versions.values.allSatisfy { $0 == 3 })
        try await log.close()
    }

    @Test func `a snapshot holds the live lines and opening starts from it`() async throws {
        let folder = try ScratchStore()
        let log = try await open(folder)
        try await fill(log, rounds: 5)
        _ = try await log.append(Entry.delete(kind: "note", id: "n0"))
        let report = try await log.snapshot()
        #expect(report.records == 499)
        try await fill(log, rounds: 1)
        try await log.close()
        let again = try await open(folder)
        #expect(again.recovery.snapshot == report.sequence)
        #expect(again.recovery.keys == 500)
        for number in 0..<500 {
            let found = try again.get(kind: "note", id: "n\(number)")
            #expect(found.map { String(decoding: $0.json, as: UTF8.self).contains("round 0") } == true)
        }
        try await again.close()
    }

    @Test func `a cancelled compaction loses nothing`() async throws {
        let folder = try ScratchStore()
        let log = try await open(folder)
        try await fill(log, rounds: 20)
        let report = try await log.compact { _ in false }
        _ = report
        #expect(log.statistics.keys == 500)
        try await log.close()
        #expect(try await Log.verify(folder.path).verdict == .clean)
    }
}
