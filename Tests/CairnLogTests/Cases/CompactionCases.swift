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
}
