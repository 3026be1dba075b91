import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct ManifestCases {
    /// A store whose manifest has so many lines.
    private func long(_ lines: Int) throws -> CaseStore {
        var store = CaseStore()
        let log = try store.open()
        try log.put("a")
        // The store and its segment take two lines, each snapshot one or two.
        while store.manifestLines < lines - 2 { _ = try log.snapshotNow() }
        store.restart()
        return store
    }

    @Test func `a manifest is begun anew after 2,048 lines, and no power cut on the way loses anything`() throws {
        let store = try long(2_046)
        let log = try store.open()
        let first = store.manifests
        var sequences: [String] = ["a"]
        for id in ["b", "c", "d"] {
            try log.put(id)
            store.folder.mark(log.durableSequence.number)
            sequences.append(id)
            _ = try log.snapshotNow()
        }
        #expect(store.manifests != first && store.manifests.count == 1)
        #expect(store.manifestLines < 20)
        var limits = CrashLimits()
        (limits.combinations, limits.subsetItems, limits.samples, limits.sweeps, limits.pairs) = (8, 2, 4, 6, 2)
        for model in CrashModel.allCases {
            for state in CrashStates(store.folder.trace, model: model, limits: limits) {
                let again = try CaseStore(state.disk).open()
                let count = Int(again.recovery.lastSequence.number)
                #expect(again.recovery.isWritable && count >= Int(state.mark ?? 1), "\(state.label)")
                #expect(try again.linesNow().map(\.id) == Array(sequences.prefix(count)), "\(state.label)")
            }
        }
    }

    @Test func `a manifest whose name was not made durable is not written on, nor is the one before it`() throws {
        var store = CaseStore(segmentBytes: 4 << 10)
        store.options.manifestLines = 2
        let log = try store.open()
        try log.put("a")
        store.folder.mark(1)
        _ = try log.snapshotNow()
        // The next one begins a new manifest. The first sync of the folder is the snapshot's, the second the new
        // manifest's.
        store.faulty.replace(Fault(at: 1, among: [.folderSync], code: .inputOutput, errno: 5))
        #expect(throws: LogError.self) { try log.snapshotNow() }
        let manifests = store.manifests.map { store.folder.disk.bytes(of: $0) }
        #expect(throws: LogError.self) { try log.snapshotNow() }
        for number in 0..<12 { try? log.put("b", "\(number)" + String(repeating: "x", count: 900)) }
        store.folder.mark(log.durableSequence.number)
        let isUntouched = store.manifests.map { store.folder.disk.bytes(of: $0) } == manifests
        #expect(isUntouched)
        let trace = store.folder.trace
        for state in CrashStates(trace, model: .allReordered, from: trace.events.count) {
            let again = try CaseStore(state.disk).open()
            #expect(again.recovery.isWritable && again.recovery.lastSequence.number >= state.mark ?? 0)
        }
    }

    @Test(arguments: 0..<4)
    func `a line of the manifest that stands twice is damage where another follows it, and no line is lost in silence`(
        line: Int
    ) throws {
        var store = CaseStore()
        let log = try store.open()
        try log.put("a")
        _ = try log.snapshotNow()
        _ = try log.snapshotNow()
        try log.closeNow()
        let count = store.manifestLines
        store.restart { disk in
            guard let name = disk.names.first(where: { $0.hasPrefix("MANIFEST-") }), let bytes = disk.bytes(of: name)
            else { return }
            let lines = bytes.split(separator: 0x0A).map { Array($0) + [0x0A] }
            disk.overwrite(name, at: 0, Array((lines[...line] + lines[line...]).joined()))
        }
        #expect(count > line)
        store.options.recovery = .readOnly
        let verdict = try store.open().recovery.verdict
        #expect(verdict == (line == count - 1 ? .clean : .damaged))
    }
}

extension CaseStore {
    var manifests: [String] { folder.disk.names.filter { $0.hasPrefix("MANIFEST-") && $0.hasSuffix(".jsonl") } }

    /// Lines of the newest manifest.
    var manifestLines: Int {
        manifests.last.flatMap { folder.disk.bytes(of: $0) }?.count { $0 == 0x0A } ?? 0
    }
}
