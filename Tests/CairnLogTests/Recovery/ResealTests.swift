import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct ResealTests {
    private func reseal(_ store: CaseStore, dryRun: Bool = false) throws -> ResealReport {
        try Log.resealNow(store.environment, dryRun: dryRun)
    }

    @Test func `an edited line is accepted, audited, and snapshots of the old text are withdrawn`() throws {
        var store = try CaseStore.filled()
        let log = try store.open()
        _ = try log.snapshotNow()
        try log.closeNow()
        store.restart { disk in
            disk.replace("\"id\":\"k3\",\"text\":\"xxx", with: "\"id\":\"k3\",\"text\":\"new")
            disk.replace("\"id\":\"k5\",\"text\":\"xxx", with: "\"id\":\"k5\",\"text\":\"new")
        }
        #expect(try reseal(store, dryRun: true).lines.map(\.sequence.number) == [4, 6])
        let report = try reseal(store)
        #expect(report.lines.map(\.sequence.number) == [4, 6])
        #expect(report.lines[0].oldSum != report.lines[0].newSum)
        #expect(!store.folder.disk.names.contains { $0.hasPrefix("snap-") })
        #expect(store.folder.disk.place(of: "cairn.reseal") != nil)
        store.restart()
        let again = try store.openThoroughly()
        #expect(again.recovery.verdict == .clean)
        let json = try #require(try again.get(kind: "note", id: "k3")).json
        #expect(String(decoding: json, as: UTF8.self).hasPrefix(#"{"id":"k3","text":"newx"#))
        #expect(try again.linesNow().count == 40)
    }

    @Test func `a sum that was moved to another place of the line comes back to its own`() throws {
        var store = try CaseStore.filled()
        store.restart { disk in
            disk.editLine(with: "\"id\":\"k3\"") { line in
                let sum = line.dropFirst().prefix(24)
                return "{" + line.dropFirst(26).dropLast() + "," + sum + "}"
            }
        }
        let report = try reseal(store)
        #expect(report.lines.map(\.sequence.number) == [4])
        #expect(report.lines[0].oldSum == "")
        store.restart()
        let again = try store.openThoroughly()
        #expect(again.recovery.verdict == .clean)
        #expect(try again.get(kind: "note", id: "k3") != nil)
    }

    @Test func `a line of a rewritten segment can be edited too`() throws {
        var store = try CaseStore.filled(20)
        let log = try store.open()
        for number in 0..<10 { try log.put("k\(number * 2)", "again") }
        _ = try log.compactNow(all: true)
        try log.closeNow()
        store.restart { $0.replace("\"id\":\"k3\",\"text\":\"xxx", with: "\"id\":\"k3\",\"text\":\"new") }
        #expect(try reseal(store).lines.count == 1)
        store.restart()
        let again = try store.openThoroughly()
        #expect(again.recovery.verdict == .clean)
        #expect(try again.linesNow().count == 20)
    }

    @Test func `what is no edit of a line is refused, and nothing is changed`() throws {
        let changes: [(String) -> String] = [
            { $0.replacing("\"k3\"", with: "\"k3") }, { $0.replacing("\"seq\":4", with: "\"seq\":9") }, { _ in "{}" },
        ]
        for change in changes {
            var store = try CaseStore.filled()
            store.restart { $0.editLine(with: "\"id\":\"k3\"", change) }
            let before = store.folder.disk
            #expect(code { _ = try reseal(store) } == .damaged)
            #expect(store.folder.disk.names.filter { $0 != "LOCK" } == before.names)
            #expect(before.names.allSatisfy { store.folder.disk.bytes(of: $0) == before.bytes(of: $0) })
        }
    }

    @Test func `a store that is none, or lacks a segment, is not resealed`() throws {
        #expect(code { _ = try reseal(CaseStore()) } == .notAStore)
        var store = try CaseStore.filled()
        store.restart { $0.remove($0.segments[1]) }
        #expect(code { _ = try reseal(store) } == .missing)
        let log = try store.open(.salvage)
        #expect(code { _ = try reseal(store) } == .locked)
        try log.closeNow()
        #expect(try reseal(store).lines.isEmpty)
    }

    @Test func `a disk that fails while it reseals leaves a store that can be resealed`() throws {
        var whole = try CaseStore.filled(10)
        whole.restart { $0.replace("\"id\":\"k3\",\"text\":\"xxx", with: "\"id\":\"k3\",\"text\":\"new") }
        for call in [DiskCall.write, .fileSync, .rename, .folderSync, .open, .read, .unlink, .folder] {
            for at in 0..<14 {
                var store = whole
                store.restart()
                store.faulty.replace(Fault(at: at, among: [call], code: .inputOutput, errno: 5, loses: false))
                _ = try? reseal(store)
                store.restart()
                _ = try reseal(store)
                store.restart()
                let log = try store.openThoroughly()
                #expect(log.recovery.isWritable, "\(call) \(at)")
                #expect(try log.linesNow().count == 10, "\(call) \(at)")
            }
        }
    }
}

extension String {
    fileprivate func replacing(_ part: String, with other: String) -> String {
        let (all, wanted) = (Array(utf8), Array(part.utf8))
        guard all.count >= wanted.count,
            let at = (0...all.count - wanted.count).first(where: { all[$0..<$0 + wanted.count].elementsEqual(wanted) })
        else { return self }
        return String(decoding: all[..<at] + Array(other.utf8) + all[(at + wanted.count)...], as: UTF8.self)
    }
}
