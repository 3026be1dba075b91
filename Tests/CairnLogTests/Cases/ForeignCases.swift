import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct ForeignCases {
    /// The disk of a store with one segment of one record.
    private func disk(of name: String) throws -> Disk {
        let folder = RecordedFolder()
        let environment = LogEnvironment(
            folder: folder, clock: FixedClock(now: 1_795_205_580_000_000), hasThreads: false,
            identity: StoreIdentity(name: name, seed: 1))
        let log = try Log.openNow(environment, options: LogOptions())
        try log.put("a", name)
        try log.closeNow()
        return folder.disk
    }

    @Test func `the last segment of another store in the last segment's place is refused, not called torn`() throws {
        let other = try disk(of: "ffffffff-0b0a-4908-8706-050403020100")
        var store = CaseStore(try disk(of: "0f0e0d0c-0b0a-4908-8706-050403020100"))
        store.restart { disk in
            for name in disk.segments { disk.put(name, other.content(of: name) ?? FileContent()) }
        }
        let before = store.folder.mutations
        for mode in [RecoveryMode.acknowledged, .strict, .salvage, .readOnly] {
            let error = #expect(throws: LogError.self) { try store.open(mode) }
            #expect(error?.code == .foreign)
        }
        #expect(store.folder.mutations == before)
    }
}
