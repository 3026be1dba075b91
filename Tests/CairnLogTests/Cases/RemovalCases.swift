import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct RemovalCases {
    private func bytes(_ store: CaseStore) -> Int {
        store.folder.disk.segments.reduce(0) { $0 + (store.folder.disk.content(of: $1)?.length ?? 0) }
    }

    @Test func `a store whose records were all removed becomes small again`() throws {
        let store = CaseStore()
        let log = try store.open()
        for number in 0..<3_000 { try log.put("n\(number)", String(repeating: "x", count: 100)) }
        for number in 0..<3_000 {
            _ = try log.stageNow([Entry.delete(kind: "note", id: "n\(number)")])
            log.drive()
        }
        try log.put("last")
        for _ in 0..<3 { _ = try log.compactNow(all: true) }
        #expect(log.statistics.keys == 1)
        #expect(bytes(store) < 16 << 10)
        try log.closeNow()
    }

    @Test func `removals go although records of another kind are kept for ever`() throws {
        var store = CaseStore()
        store.options.retention = ["audit": .everything]
        let log = try store.open()
        for number in 0..<300 { try log.put("n\(number)", String(repeating: "x", count: 100)) }
        for number in 0..<300 { _ = try log.stageNow([Entry.delete(kind: "note", id: "n\(number)")]) }
        for _ in 0..<3 { _ = try log.stageNow([Entry.record(kind: "audit", id: "a", json: "{}".utf8)]) }
        _ = try log.stageNow([Entry.delete(kind: "audit", id: "a")])
        log.drive()
        _ = try log.compactNow(all: true)
        #expect(try log.linesNow().map(\.kind) == ["audit", "audit", "audit", "audit"])
        try log.closeNow()
        store.restart()
        let again = try store.open()
        #expect(again.statistics.keys == 0)
        try again.closeNow()
    }

    @Test func `a removal that an older segment needs stays, and the record behind it does not come back`() throws {
        var store = CaseStore()
        let log = try store.open()
        for number in 0..<2_000 { try log.put("n\(number)", String(repeating: "x", count: 100)) }
        for number in 0..<2_000 where number % 10 == 0 {
            _ = try log.stageNow([Entry.delete(kind: "note", id: "n\(number)")])
        }
        log.drive()
        _ = try log.compactNow()
        _ = try log.compactNow()
        #expect(log.statistics.keys == 1_800)
        try log.closeNow()
        store.restart()
        let again = try store.open()
        #expect(again.statistics.keys == 1_800)
        #expect(try again.get(kind: "note", id: "n10") == nil)
        try again.closeNow()
    }

    @Test func `a removal goes however many segments stand in front of it, unless one of them needs it`() throws {
        var store = try CaseStore.filled(1_000)
        let log = try store.open()
        #expect(log.statistics.segments > 80)
        for number in 0..<20 { try log.put("gone\(number)", String(repeating: "y", count: 300)) }
        for number in 0..<20 { _ = try log.stageNow([Entry.delete(kind: "note", id: "gone\(number)")]) }
        // Its record is in a segment that is full of others, which no compaction touches.
        _ = try log.stageNow([Entry.delete(kind: "note", id: "k3")])
        log.drive()
        try log.put("last", String(repeating: "z", count: 4_000))
        for _ in 0..<3 { _ = try log.compactNow() }
        let removals = try log.linesNow().filter { $0.form == .delete }.map(\.id)
        #expect(removals == ["k3"])
        try log.closeNow()
        store.restart()
        let again = try store.openThoroughly()
        #expect(try again.get(kind: "note", id: "k3") == nil)
        #expect(again.statistics.keys == 1_000)
        try again.closeNow()
    }

    @Test func `a compaction that the manifest cannot take leaves no file behind`() throws {
        let store = CaseStore()
        let log = try store.open()
        for number in 0..<40 { try log.put("a", "version \(number)") }
        try log.put("b")
        _ = try log.compactNow(all: true)
        for number in 0..<80 { try log.put("a", "version \(number)") }
        var failures = 0
        for at in 0..<40 {
            let before = store.folder.disk.segments
            store.faulty.replace(Fault(at: at, among: [.write], code: .noSpace))
            do throws(LogError) { _ = try log.compactNow(all: true) } catch {
                failures += 1
                #expect(store.folder.disk.segments == before)
                continue
            }
            break
        }
        store.faulty.replace(nil)
        #expect(failures > 2)
        try log.closeNow()
    }
}
