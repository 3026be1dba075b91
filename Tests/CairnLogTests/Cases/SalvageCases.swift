import CairnLog
import CrashLab
import Testing

@Suite struct SalvageCases {
    @Test func `a number that was acknowledged is not given again behind a lost last segment`() throws {
        var store = CaseStore()
        let log = try store.open()
        for id in ["a", "b", "c"] { try log.put(id) }
        _ = try log.snapshotNow()
        store.restart { disk in
            guard let name = disk.segments.last else { return }
            disk.put(name, FileContent(Array("{".utf8)))
            for name in disk.names where name.hasPrefix("snap-") { disk.remove(name) }
        }
        #expect(try store.open().recovery.verdict == .damaged)
        store.kill()
        let salvaged = try store.open(.salvage)
        #expect(salvaged.recovery.lastSequence == SequenceNumber(3))
        try salvaged.put("d")
        #expect(try salvaged.linesNow().map(\.sequence) == [SequenceNumber(4)])
    }
}
