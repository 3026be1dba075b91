import CairnDisk
import CairnLog
import CrashLab
import Testing

/// What a snapshot may give back to a damaged segment, and what it may not.
@Suite struct HealingCases {
    /// Notes k0 … k299, a snapshot of them, and then some are removed and everything is compacted: neither the removed
    /// notes nor their removals stand in any segment any more, but the snapshot still has the notes.
    private func store() throws -> (CaseStore, removed: [Int]) {
        var store = CaseStore()
        store.options.snapshotEveryBytes = 0
        store.options.compactsByItself = false
        store.options.readsEverything = true
        let log = try store.open()
        for number in 0..<300 { try log.put("k\(number)", String(repeating: "y", count: 500)) }
        _ = try log.snapshotNow()
        let removed = (0..<100).filter { $0 % 2 == 1 }
        for number in removed {
            _ = try log.stageNow([Entry.delete(kind: "note", id: "k\(number)")])
            log.drive()
        }
        // Written over and over, so that compaction has a reason to rewrite the removals' segment as well.
        for _ in 0..<4 {
            for number in 0..<150 { try log.put("m\(number)", String(repeating: "y", count: 500)) }
            log.writeHintsNow()
            _ = try log.compactNow(all: true)
        }
        try log.closeNow()
        return (store, removed)
    }

    @Test func `a snapshot from before a compaction brings no removed record back`() throws {
        let (store, removed) = try store()
        let whole = try store.open()
        let removals = Set(whole.intactNow().lines.filter { $0.form == .delete }.map(\.id))
        try whole.closeNow()
        let gone = removed.filter { !removals.contains("k\($0)") }
        #expect(!gone.isEmpty)
        for number in gone {
            // The line behind the place where the removed one had stood.
            let mark = Array(#""id":"k\#(number + 1)""#.utf8)
            for name in store.folder.disk.segments {
                let bytes = store.folder.disk.bytes(of: name) ?? []
                guard let at = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else { continue }
                var harmed = store
                harmed.restart { $0.overwrite(name, at: at, Array("~".utf8)) }
                let log = try harmed.open()
                // To refuse the answer is right as well.
                let found = try? log.get(kind: "note", id: "k\(number)")
                #expect(found == nil, "k\(number) is back from the dead, judged \(log.recovery.verdict)")
            }
        }
    }

    @Test func `a snapshot from after a compaction heals what was compacted`() throws {
        var (store, _) = try store()
        let log = try store.open()
        _ = try log.snapshotNow()
        try log.closeNow()
        let name = try #require(store.folder.disk.segments.first)
        store.restart { $0.overwrite(name, at: 1_200, Array("~".utf8)) }
        let healed = try store.open()
        #expect(healed.recovery.verdict == .healed)
        for number in 0..<100 {
            #expect((try healed.get(kind: "note", id: "k\(number)") == nil) == (number % 2 == 1))
        }
    }
}
