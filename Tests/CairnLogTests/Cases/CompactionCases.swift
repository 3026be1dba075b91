import CairnLog
import CrashLab
import Testing

@Suite struct CompactionCases {
    @Test func `a store whose last segment was compacted goes on behind it after reopening`() throws {
        var store = CaseStore()
        let log = try store.open()
        for number in 0..<40 { try log.put("a", "version \(number) \(String(repeating: "x", count: 100))") }
        _ = try log.compactNow(all: true)
        try log.closeNow()
        store.restart()
        let again = try store.open()
        #expect(again.recovery.segmentsFromHints == 1)
        try again.put("b")
        try again.closeNow()
        store.restart()
        let last = try store.open()
        #expect(last.recovery.verdict == .clean)
        #expect(last.recovery.isWritable)
        #expect(last.recovery.lastSequence == SequenceNumber(41))
        #expect(try last.linesNow().map(\.id) == ["a", "b"])
    }

    @Test func `a compaction does not drop a line for a newer one that a power cut may take`() throws {
        var store = CaseStore(segmentBytes: 4 << 10)
        let log = try store.open()
        try log.put("a", "the promised one")
        for number in 0..<12 { try log.put("b", "version \(number) \(String(repeating: "x", count: 300))") }
        _ = try log.stageNow(
            [Entry.record(kind: "note", json: Array(#"{"id":"a","text":"not synced"}"#.utf8))], durability: .volatile)
        log.drive()
        _ = try log.compactNow()
        try store.cutPower()
        let again = try store.open()
        #expect(try again.get(kind: "note", id: "a") != nil)
    }

    @Test func `a power cut between two lines of the manifest is no damage`() throws {
        let store = CaseStore()
        let log = try store.open()
        for number in 0..<3 {
            try log.put("a", "version \(number)")
            _ = try log.snapshotNow()
        }
        for state in CrashStates(store.folder.trace, model: .dataReordered) {
            #expect(try CaseStore(state.disk).open().recovery.isWritable)
        }
    }

    /// What a segment's header and seal take was guessed too high, and so little was dropped that nothing was.
    @Test func `the one old version of one small record is dropped by a compaction of everything, once`() throws {
        for retention in [Retention.latest, .versions(2)] {
            var store = CaseStore()
            store.options.retention = ["note": retention]
            let log = try store.open()
            let spare = retention == .latest ? 1 : 2
            for number in 0...spare { try log.put("a", "\(number)") }
            #expect(try log.compactNow(all: true).linesDropped == 1, "\(retention)")
            #expect(try log.compactNow(all: true).segmentsBefore == 0, "\(retention)")
            try log.put("a", "again")
            #expect(try log.compactNow(all: true).linesDropped == 1, "\(retention)")
        }
    }

    /// The first line that a compaction moved could be superseded before its new segment was counted.
    @Test func `what lives is counted exactly while everything is compacted and written over`() async throws {
        let folder = try ScratchStore()
        var options = LogOptions()
        options.segmentBytes = 64 << 10
        options.compactsByItself = false
        let log = try await Log.open(folder.path, options: options)
        let isOver = Counter(1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var round = 0
                while !isOver.isSpent {
                    round += 1
                    _ = try await log.append(batch: (0..<20).map { try note($0, "round \(round)") })
                }
            }
            for _ in 0..<10 { _ = try await log.compact(all: true) }
            isOver.set(0)
            try await group.waitForAll()
        }
        let counted = log.statistics.liveBytes
        try await log.close()
        let again = try await Log.open(folder.path, options: options)
        #expect(again.statistics.liveBytes == counted)
        try await again.close()
    }
}
