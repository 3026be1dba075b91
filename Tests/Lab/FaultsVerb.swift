import FieldKit
import Laboratory

/// `lab faults`.
struct FaultsVerb {
    private let options: LabOptions

    init(_ options: LabOptions) { self.options = options }

    func run() throws -> Bool {
        let watch = Stopwatch()
        let results = Crew.run(try jobs()) { $0.run() }
        var violations: [Violation] = []
        var (trials, failed) = (0, 0)
        for result in results {
            violations += result.violations
            trials += result.trials
            failed += result.failed
        }
        Driver.say("\(trials) trials, \(failed) calls failed, \(Report.text(watch.seconds)) s")
        return Report.violations(violations, verb: "faults")
    }

    private func jobs() throws -> [FaultJob] {
        guard let replay = options.replay else {
            return options.workloads.filter { !$0.needsCrash }.map { FaultJob($0, seed: options.seed) }
        }
        let parts = replay.split(separator: "/").map(String.init)
        guard parts.count == 3, let kind = WorkloadKind(rawValue: parts[0]), let seed = UInt64(parts[1]) else {
            throw FieldError("cannot be read: \(replay)")
        }
        var job = FaultJob(kind, seed: seed)
        job.only = replay
        return [job]
    }
}
