import CairnDisk
import CairnLog
import CrashLab
import GoldenStores
import Testing

@Suite struct SalvageTests {
    @Test func `a manifest that is gone is made anew from the segments`() throws {
        var store = try CaseStore.filled()
        let before = try store.ids()
        store.restart { $0.remove($0.manifest) }
        let shown = try store.open()
        #expect(shown.recovery.verdict == .damaged && !shown.recovery.isWritable)
        #expect(try shown.linesNow().map(\.id) == before)
        store.kill()
        #expect(code { _ = try store.open(.strict) } == .damaged)
        let log = try store.open(.salvage)
        #expect(log.recovery.isWritable)
        #expect(try log.linesNow().map(\.id) == before)
        try log.put("later")
        try log.closeNow()
        store.restart()
        let again = try store.open()
        #expect(again.recovery.verdict == .clean)
        #expect(try again.linesNow().map(\.id) == before + ["later"])
    }

    @Test func `a manifest made anew counts a rewritten segment and none that it stands for`() throws {
        var store = try CaseStore.filled(10)
        var log = try store.open()
        for round in 0..<6 {
            for number in 0..<10 { try log.put("k\(number)", "\(round)" + String(repeating: "y", count: 200)) }
        }
        let old = store.folder.disk
        _ = try log.compactNow(all: true)
        try log.put("behind")
        try log.closeNow()
        store.restart()
        let before = try store.ids()
        store.restart { disk in
            disk.remove(disk.manifest)
            // What a crash before the unlinks of a compaction leaves.
            for name in old.segments where !disk.names.contains(name) {
                disk.put(name, old.content(of: name) ?? FileContent())
            }
        }
        log = try store.open(.salvage)
        #expect(try log.linesNow().map(\.id) == before)
        try log.closeNow()
        store.restart()
        #expect(try store.ids(.acknowledged) == before)
    }

    @Test func `segments of two stores are not made into one`() throws {
        var store = try CaseStore.filled()
        let stranger = Array("{}".utf8)
        store.restart { disk in
            disk.remove(disk.manifest)
            disk.replace("0f0e0d0c-0b0a-4908-8706-050403020100", with: "1f0e0d0c-0b0a-4908-8706-050403020100")
            disk.put("notes.txt", FileContent(stranger))
        }
        let names = store.folder.disk.names
        #expect(code { _ = try store.open(.salvage) } == nil, "a header whose sum is wrong belongs to nobody")
        #expect(store.folder.disk.bytes(of: "notes.txt") == stranger)
        #expect(names.contains("notes.txt"))
        store.restart { disk in
            for name in disk.segments { disk.put(name, FileContent(Array("nothing\n".utf8))) }
            disk.remove(disk.manifest)
        }
        #expect(code { _ = try store.open(.salvage) } == .missing)
    }

    @Test func `a segment that is gone is a reason to stop, and salvage goes on without it`() throws {
        var store = try CaseStore.filled()
        let before = try store.ids()
        store.restart { $0.remove($0.segments[1]) }
        #expect(code { _ = try store.open() } == .missing)
        #expect(code { _ = try store.open(.readOnly) } == .missing)
        let kept = try store.open(.salvage).linesNow().map(\.id)
        #expect(kept.count < before.count)
        #expect(kept.allSatisfy { before.contains($0) })
        #expect(kept.first == "k0" && kept.last == "k39")
    }

    @Test func `accepted damage stays known, is no damage any more, and is never refused again but by strict`() throws {
        var store = try CaseStore.filled()
        store.restart { $0.replace("\"id\":\"k3\"", with: "\"id\":\"kX\"") }
        let damaged = try store.openThoroughly()
        #expect(damaged.recovery.verdict == .damaged)
        #expect(!damaged.recovery.isWritable)
        #expect(code { _ = try damaged.get(kind: "note", id: "k3") } == .damaged)
        #expect(try damaged.get(kind: "note", id: "k2")?.mayBeOutdated == true)
        #expect(code { try damaged.put("new") } == .damaged)
        try damaged.closeNow()
        store.restart()
        let salvaged = try store.open(.salvage)
        #expect(salvaged.recovery.isWritable)
        #expect(try salvaged.get(kind: "note", id: "k3") == nil)
        try salvaged.put("new")
        for number in 4..<40 { try salvaged.put("k\(number)", "again") }
        #expect(try salvaged.compactNow(all: true).linesKept > 0)
        try salvaged.closeNow()
        store.restart()
        let after = try store.open()
        #expect(after.recovery.verdict == .clean)
        #expect(try after.get(kind: "note", id: "k2")?.mayBeOutdated == false)
        #expect(try after.linesNow().count == 40)
    }

    @Test func `a gap is mentioned as long as its segment stands, and strict does not open over it`() throws {
        var store = try CaseStore.filled()
        store.restart { disk in
            disk.replace("\"id\":\"k3\"", with: "\"id\":\"kX\"")
            disk.replace("\"id\":\"k20\"", with: "\"id\":\"kXX\"")
        }
        try store.open(.salvage).closeNow()
        store.restart()
        let log = try store.openThoroughly()
        #expect(log.recovery.verdict == .clean)
        #expect(log.recovery.findings.map(\.kind) == [.acceptedGap, .acceptedGap])
        #expect(log.recovery.isWritable)
        #expect(try log.linesNow().count == 38)
        try log.closeNow()
        store.restart()
        var strict = store
        strict.options.readsEverything = true
        #expect(code { _ = try strict.open(.strict) } == .torn)
    }

    @Test func `a gap that was accepted stays accepted when the manifest is made anew`() throws {
        var store = try CaseStore.filled()
        store.restart { $0.replace("\"id\":\"k3\"", with: "\"id\":\"kX\"") }
        try store.open(.salvage).closeNow()
        store.restart { disk in
            let bytes = disk.bytes(of: disk.manifest) ?? []
            let second = (bytes.firstIndex(of: 0x0A) ?? 0) + 30
            disk.overwrite(disk.manifest, at: second, [0x2E])
        }
        try store.open(.salvage).closeNow()
        store.restart()
        let log = try store.openThoroughly()
        #expect(log.recovery.verdict == .clean)
        #expect(log.recovery.findings.map(\.kind).contains(.acceptedGap))
        #expect(try log.linesNow().count == 39)
    }

    @Test func `damage at the end of the last segment is accepted and written behind`() throws {
        var store = CaseStore()
        let log = try store.open()
        try log.put("a")
        try log.put("b")
        try log.put("c")
        try log.closeNow()
        store.restart { $0.replace("\"id\":\"b\"", with: "\"id\":\"x\"") }
        let salvaged = try store.open(.salvage)
        try salvaged.put("d")
        try salvaged.closeNow()
        store.restart()
        let again = try store.open()
        #expect(again.recovery.isWritable)
        #expect(try again.linesNow().map(\.id) == ["a", "c", "d"])
        #expect(try again.linesNow().map(\.sequence.number) == [1, 3, 4])
    }
}

@Suite struct MisplacedSegmentTests {
    @Test func `lines whose numbers belong to a later segment do not count, and salvage is over when it is done`()
        throws
    {
        var disk = try GoldenStore.clean.make()
        // It goes on further than the one that has its number here.
        var longer = CaseStore(disk, segmentBytes: 2 << 10)
        try longer.open().put("behind")
        longer.restart()
        disk.put(disk.segments[0], longer.folder.disk.content(of: disk.segments[1]) ?? FileContent())
        var store = CaseStore(disk, segmentBytes: 2 << 10)
        #expect(try store.open(.readOnly).recovery.lastSequence == SequenceNumber(16))
        let log = try store.open(.salvage)
        #expect(log.recovery.findings.map(\.firstSequence) == [SequenceNumber.first])
        #expect(log.recovery.findings.map(\.lastSequence) == [SequenceNumber(11)])
        #expect(log.intactNow().lines.map(\.sequence.number) == [12, 13, 14, 15, 16])
        try log.put("new")
        try log.closeNow()
        store.restart()
        let again = try store.open()
        #expect(again.recovery.isWritable)
        #expect(again.intactNow().lines.map(\.sequence.number) == [12, 13, 14, 15, 16, 17])
    }
}
