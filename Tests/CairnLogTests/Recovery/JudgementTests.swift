import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct JudgementTests {
    @Test func `whole lines that were promised and are gone are damage, and their numbers are never given again`()
        throws
    {
        var store = CaseStore()
        let log = try store.open()
        for id in ["a", "b", "c"] { try log.put(id) }
        let snapshot = try log.snapshotNow()
        try log.closeNow()
        store.restart { disk in
            let name = disk.segments[0]
            let bytes = disk.bytes(of: name) ?? []
            let lines = bytes.split(separator: 0x0A)
            disk.put(name, FileContent(Array(lines[..<2].joined(separator: [0x0A])) + [0x0A]))
        }
        #expect(try store.open(.readOnly).recovery.verdict == .damaged)
        #expect(code { _ = try store.open(.strict) } == .damaged)
        #expect(try Log.verifyNow(store.environment).verdict == .damaged)
        store.restart { $0.remove(snapshot.file) }
        #expect(try store.open().recovery.verdict == .damaged)
        store.kill()
        let salvaged = try store.open(.salvage)
        try salvaged.put("d")
        #expect(try salvaged.linesNow().map(\.sequence.number) == [1, 4])
        try salvaged.closeNow()
        store.restart()
        let again = try store.open()
        #expect(again.recovery.isWritable)
        #expect(try again.linesNow().map(\.id) == ["a", "d"])
    }

    @Test func `damage that was healed from a snapshot needs no salvage`() throws {
        var store = CaseStore()
        let log = try store.open()
        for id in ["a", "b", "c"] { try log.put(id) }
        _ = try log.snapshotNow()
        try log.closeNow()
        store.restart { $0.editLine(with: "\"id\":\"b\"") { _ in "" } }
        let healed = try store.open()
        #expect(healed.recovery.verdict == .healed)
        #expect(try healed.linesNow().map(\.id) == ["a", "b", "c"])
    }

    @Test func `a transaction without its last line is dropped as a whole`() throws {
        var store = CaseStore()
        let log = try store.open()
        try log.put("a")
        let entries = try ["x", "y", "z"].map { try Entry.record(kind: "note", json: Array("{\"id\":\"\($0)\"}".utf8)) }
        _ = try log.stageNow(entries, isTransaction: true)
        log.drive()
        store.restart { $0.editLine(with: "\"id\":\"z\"") { _ in "" } }
        let torn = try store.open()
        #expect(torn.recovery.verdict == .torn)
        #expect(torn.recovery.findings.map(\.kind) == [.tornTransaction])
        #expect(try torn.linesNow().map(\.id) == ["a"])
        try torn.put("b")
        #expect(try torn.linesNow().map(\.sequence.number) == [1, 2])
    }

    @Test func `the time of a line may be written in any form that is a time, once it was resealed`() throws {
        for text in ["2026-11-20T20:13:00Z", "2026-11-20T20:13:00.5Z"] {
            var store = CaseStore()
            let log = try store.open()
            for id in ["a", "b"] { try log.put(id) }
            try log.closeNow()
            store.restart { disk in
                disk.editLine(with: "\"id\":\"a\"") { line in
                    var parts = line.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
                    guard let at = parts.firstIndex(of: "timestamp"), at + 2 < parts.count else { return line }
                    parts[at + 2] = text
                    return parts.joined(separator: "\"")
                }
            }
            #expect(try Log.resealNow(store.environment, dryRun: false).lines.count == 1)
            store.restart()
            let again = try store.openThoroughly()
            #expect(again.recovery.verdict == .clean)
            #expect(try again.get(kind: "note", id: "a")?.timestamp == text)
        }
    }

    @Test func `a store that cannot be created says why, and can be created afterwards`() throws {
        for call in [DiskCall.open, .write, .fileSync, .rename, .folderSync, .unlink] {
            for code in [DiskError.Code.noSpace, .inputOutput, .denied] {
                let store = CaseStore()
                store.faulty.replace(Fault(at: 0, among: [call], forever: true, code: code, loses: false))
                do { _ = try store.open() } catch { #expect(error is LogError) }
                store.kill()
                store.faulty.replace(nil)
                let log = try store.open()
                try log.put("a")
                #expect(try log.linesNow().map(\.id) == ["a"], "\(call) \(code)")
            }
        }
    }
}
