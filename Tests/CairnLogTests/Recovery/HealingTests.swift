import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct HealingTests {
    /// `k1` is written in one segment and removed in a later one; all of it stands in a snapshot.
    private func store() throws -> CaseStore {
        var store = CaseStore(segmentBytes: 4 << 10)
        let log = try store.open()
        for number in 0..<20 { try log.put("k\(number)", String(repeating: "x", count: 300)) }
        _ = try log.stageNow([Entry.delete(kind: "note", id: "k1")])
        log.drive()
        for number in 20..<40 { try log.put("k\(number)", String(repeating: "x", count: 300)) }
        _ = try log.snapshotNow()
        try log.put("behind")
        try log.closeNow()
        store.restart()
        return store
    }

    @Test func `records and removals that a snapshot has are put back, and the old segment is kept aside`() throws {
        var store = try store()
        let before = try store.ids()
        store.restart { disk in
            disk.replace("\"id\":\"k5\"", with: "\"id\":\"kX\"")
            disk.replace("\"id\":\"k6\"", with: "\"id\":\"kX\"")
            disk.replace("\"type\":\"delete\"", with: "\"type\":\"delEte\"")
        }
        let log = try store.openThoroughly()
        #expect(log.recovery.verdict == .healed)
        #expect(log.recovery.isWritable)
        #expect(log.recovery.findings.filter { $0.kind == .healed }.count == 2)
        #expect(store.folder.disk.names.contains { $0.hasPrefix("quarantine/") })
        #expect(try log.get(kind: "note", id: "k1") == nil)
        #expect(try log.get(kind: "note", id: "k5") != nil)
        #expect(try log.get(kind: "note", id: "k6")?.mayBeOutdated == false)
        #expect(try log.linesNow().map(\.id) == before)
        try log.closeNow()
        store.restart()
        let again = try store.openThoroughly()
        #expect(again.recovery.verdict == .clean)
        #expect(try again.get(kind: "note", id: "k1") == nil)
        #expect(try again.linesNow().map(\.id) == before)
    }

    @Test(arguments: [".lz4", ".idx"])
    func `damage stays damage where the snapshot or its hints are not whole`(_ ending: String) throws {
        var store = try store()
        store.restart { disk in
            disk.replace("\"id\":\"k5\"", with: "\"id\":\"kX\"")
            for name in disk.names where name.hasPrefix("snap-") && name.hasSuffix(ending) {
                disk.overwrite(name, at: 40, [1, 2, 3, 4])
            }
        }
        let log = try store.openThoroughly()
        #expect(log.recovery.verdict == .damaged)
        #expect(!log.recovery.isWritable)
        #expect(try log.get(kind: "note", id: "k4") != nil)
    }

    @Test func `damage stays damage where the snapshot's hints are gone`() throws {
        var store = try store()
        store.restart { disk in
            disk.replace("\"id\":\"k5\"", with: "\"id\":\"kX\"")
            for name in disk.names where name.hasPrefix("snap-") && name.hasSuffix(".idx") { disk.remove(name) }
        }
        #expect(try store.openThoroughly().recovery.verdict == .damaged)
    }

    @Test func `what is bad to the end of a sealed segment ends where the next one begins, and heals`() throws {
        var store = try store()
        let before = try store.ids()
        store.restart { disk in
            let name = disk.segments[0]
            let bytes = disk.bytes(of: name) ?? []
            disk.put(name, FileContent(bytes.dropLast(700) + [UInt8](repeating: 0x2E, count: 700)))
        }
        let log = try store.openThoroughly()
        #expect(log.recovery.verdict == .healed)
        #expect(try log.linesNow().map(\.id) == before)
    }

    @Test func `the older of two snapshots heals what the newer, damaged one cannot`() throws {
        var store = try store()
        let log = try store.open()
        try log.put("last")
        let newest = try log.snapshotNow()
        try log.closeNow()
        store.restart { disk in
            disk.replace("\"id\":\"k5\"", with: "\"id\":\"kX\"")
            disk.overwrite(newest.file, at: 40, [1, 2, 3, 4])
        }
        #expect(try store.openThoroughly().recovery.verdict == .healed)
    }

    @Test func `a disk that fails while it heals leaves a store that heals the next time`() throws {
        let whole = try store()
        for call in [DiskCall.write, .fileSync, .rename, .folderSync, .open, .read] {
            for at in 0..<8 {
                var store = whole
                store.restart { $0.replace("\"id\":\"k5\"", with: "\"id\":\"kX\"") }
                store.faulty.replace(Fault(at: at, among: [call], code: .noSpace, errno: 28, loses: false))
                _ = try? store.openThoroughly()
                store.restart()
                let log = try store.openThoroughly()
                #expect(log.recovery.isWritable, "\(call) \(at)")
                #expect(try log.get(kind: "note", id: "k5") != nil, "\(call) \(at)")
            }
        }
    }

    @Test func `without room to heal in, the damaged store is read as it is`() throws {
        var store = try store()
        store.restart { $0.replace("\"id\":\"k5\"", with: "\"id\":\"kX\"") }
        store.faulty.replace(Fault(at: 0, among: [.write], forever: true, code: .noSpace, errno: 28))
        let log = try store.openThoroughly()
        #expect(log.recovery.verdict == .damaged)
        #expect(!log.recovery.isWritable)
        #expect(try log.get(kind: "note", id: "k6") != nil)
        #expect(throws: LogError.self) { try log.get(kind: "note", id: "k5") }
        try log.closeNow()
        store.restart()
        #expect(try store.openThoroughly().recovery.verdict == .healed)
    }
}
