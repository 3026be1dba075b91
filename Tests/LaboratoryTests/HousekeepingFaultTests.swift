import CrashLab
import Laboratory
import Testing

/// The same promises while the log keeps house.
@Suite struct HousekeepingFaultTests {
    @Test(arguments: [WorkloadKind.compaction, .snapshots, .upkeep, .idling, .transactions])
    func `a disk that fails while the log keeps house loses nothing that was acknowledged`(_ kind: WorkloadKind) {
        var job = FaultJob(kind, seed: 3)
        job.stride = 41
        let result = job.run()
        #expect(result.violations.isEmpty, "\(result.violations.first?.text ?? "")")
        #expect(result.trials > 20)
    }
}
