import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct QuarantineCases {
    /// A killed store with a torn last line, and the name that its copy gets.
    private func torn() throws -> (CaseStore, String) {
        var store = CaseStore()
        let log = try store.open()
        try log.put("a")
        var copy = ""
        store.restart { disk in
            guard let name = disk.segments.last, let end = disk.content(of: name)?.length else { return }
            copy = "\(name.dropLast(6))-at-\(end).bytes"
            disk.overwrite(name, at: end, Array("the end of a".utf8))
        }
        return (store, copy)
    }

    @Test func `a copy that a crash cut short is made again, and nothing unfinished is left in the quarantine`() throws
    {
        let (store, copy) = try torn()
        let folder = try store.folder.folder("quarantine", create: true, .quarantine)
        for name in [copy + FileName.unfinished, "of-another-time.bytes" + FileName.unfinished] {
            try folder.open(name, .create, .quarantine).close()
        }
        let log = try store.open()
        #expect(log.recovery.findings.first?.quarantine == "quarantine/\(copy)")
        #expect(store.folder.disk.bytes(of: "quarantine/\(copy)") == Array("the end of a".utf8))
        #expect(!store.folder.disk.names.contains { $0.hasSuffix(FileName.unfinished) })
    }

    @Test func `unfinished copies are cleared by an opening that puts nothing aside`() throws {
        let store = CaseStore()
        let log = try store.open()
        try log.put("a")
        try log.closeNow()
        let folder = try store.folder.folder("quarantine", create: true, .quarantine)
        try folder.open("left.bytes" + FileName.unfinished, .create, .quarantine).close()
        _ = try store.open()
        #expect(!store.folder.disk.names.contains { $0.hasPrefix("quarantine/") })
    }

    @Test func `a copy whose name was never made durable is made durable before it is relied upon`() throws {
        let (store, copy) = try torn()
        // The process dies between giving the copy its name and making that durable. The first sync is the store's.
        store.faulty.replace(
            Fault(at: 1, among: [.folderSync], forever: true, code: .inputOutput, errno: 5, loses: false))
        _ = try? store.open()
        store.faulty.replace(nil)
        store.kill()
        _ = try store.open()
        let trace = store.folder.trace
        for state in CrashStates(trace, model: .allReordered, from: trace.events.count) {
            #expect(state.disk.bytes(of: "quarantine/\(copy)") == Array("the end of a".utf8), "\(state.label)")
        }
    }
}
