import CrashLab
import FieldKit
import Laboratory

/// `lab states`.
struct StatesVerb {
    /// Where neither a number of disks nor a time is asked for.
    private static let usualBudget = 250_000

    private let options: LabOptions
    /// So many distinct disks, or the run has failed; nil where only a time was asked for.
    private let budget: Int?

    init(_ options: LabOptions) {
        self.options = options
        budget = options.budget ?? (options.seconds.isFinite ? nil : Self.usualBudget)
    }

    func run() throws -> Bool {
        if let replay = options.replay { return try again(replay) }
        let watch = Stopwatch()
        var total = StatesJob.Count()
        var table: [WorkloadKind: [CrashModel: StatesJob.Count]] = [:]
        var violations: [Violation] = []
        var round: UInt64 = 0
        while total.distinct < budget ?? .max, watch.seconds < options.seconds, violations.isEmpty {
            // The last ones take longest: first, so that no thread waits for them in the end.
            let jobs = options.workloads.reversed().map { kind in
                var job = StatesJob(kind, seed: options.seed &* 1_000 &+ round)
                job.models = options.models
                return job
            }
            for (job, result) in zip(jobs, Crew.run(jobs) { $0.run() }) {
                violations += result.violations
                for (model, count) in result.counts {
                    table[job.kind, default: [:]][model, default: StatesJob.Count()] += count
                    total += count
                }
            }
            round += 1
        }
        show(table)
        violations += cutShort()
        let rate = Int(Double(total.states) / max(watch.seconds, 0.001))
        Driver.say(
            "\(total.states) states, \(total.distinct) distinct disks, \(total.sequels) second "
                + "crashes, "
                + "\(total.torn) torn, \(round) rounds, \(Report.text(watch.seconds)) s, \(rate) states/s")
        return Report.violations(violations, verb: "states") && isEnough(total)
    }

    /// A search that looked at less than was asked for has not shown what it was to show.
    private func isEnough(_ total: StatesJob.Count) -> Bool {
        guard let budget, total.distinct < budget else { return true }
        Driver.complain("too few: \(total.distinct) distinct disks of the \(budget) that were asked for")
        return false
    }

    /// Processes that die before the power goes, and repairs that are cut short; what broke.
    private func cutShort() -> [Violation] {
        let deaths = Crew.run(deathJobs) { $0.run() }
        Driver.say(
            "\(deaths.reduce(0) { $0 + $1.deaths }) processes killed, and the power cut while the store was opened "
                + "again: \(deaths.reduce(0) { $0 + $1.states }) states")
        let repairs = Crew.run(options.workloads.count > 1 ? RepairJob.all : []) { $0.run() }
        Driver.say(
            "\(repairs.reduce(0) { $0 + $1.repairs }) repairs cut short: "
                + "\(repairs.reduce(0) { $0 + $1.states }) states")
        return deaths.flatMap(\.violations) + repairs.flatMap(\.violations)
    }

    /// The housekeeping workloads call the disk for everything there is.
    private var deathJobs: [DeathJob] {
        [WorkloadKind.manifests, .upkeep, .idling].filter(options.workloads.contains).map { kind in
            var job = DeathJob(kind, seed: options.seed)
            job.stride = kind == .manifests ? 1 : 3
            return job
        }
    }

    private func show(_ table: [WorkloadKind: [CrashModel: StatesJob.Count]]) {
        Driver.say(Report.row(["workload"] + options.models.map(\.rawValue)) + "   states (torn, second crashes)")
        for kind in WorkloadKind.allCases {
            guard let counts = table[kind] else { continue }
            let cells = options.models.map { model in
                counts[model].map { "\($0.states) (\($0.torn), \($0.sequels))" } ?? "-"
            }
            Driver.say(Report.row([kind.rawValue] + cells))
        }
    }

    private func again(_ text: String) throws -> Bool {
        if let job = DeathJob(replaying: text) {
            return Report.violations(job.run().violations, verb: "states")
        }
        if let job = RepairJob(replaying: text) {
            return Report.violations(job.run().violations, verb: "states")
        }
        guard let replay = StatesReplay(text) else { throw FieldError("cannot be read: \(text)") }
        let (explanation, complaints) = try StatesJob.replay(replay)
        Driver.say(explanation)
        for complaint in complaints { Driver.say("BROKEN: \(complaint)") }
        if complaints.isEmpty { Driver.say("every promise is kept") }
        return complaints.isEmpty
    }
}
