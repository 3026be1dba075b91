import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct SnapshotCases {
    @Test func `a second snapshot of the same moment never stands under the first one's line of the manifest`() throws {
        let folder = RecordedFolder()
        let clock = FixedClock(now: 1_795_205_580_000_000)
        let environment = LogEnvironment(
            folder: folder, clock: clock, hasThreads: false,
            identity: StoreIdentity(name: "0f0e0d0c-0b0a-4908-8706-050403020100", seed: 1))
        let log = try Log.openNow(environment, options: LogOptions())
        try log.put("a")
        _ = try log.snapshotNow()
        let start = folder.trace.events.count
        // The time of its making stands in it.
        clock.set(now: clock.now() + 1_000_000)
        _ = try log.snapshotNow()
        var count = 0
        for model in CrashModel.allCases {
            for state in CrashStates(folder.trace, model: model, from: start) {
                count += 1
                let environment = LogEnvironment(folder: state.mount(), clock: clock, hasThreads: false)
                let findings = try Log.verifyNow(environment).findings
                #expect(!findings.contains { $0.kind == .badSnapshot }, "\(state.label)")
            }
        }
        #expect(count > 20)
    }
}
