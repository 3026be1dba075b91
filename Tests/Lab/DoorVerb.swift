import FieldKit
import Laboratory

/// `lab door`.
struct DoorVerb {
    /// Where neither a number of seeds nor a time is asked for.
    private static let usualSeeds = 2_000
    /// One job's: short enough that a time that was asked for is kept.
    private static let seedsAtOnce: UInt64 = 25

    private let options: LabOptions
    private let seeds: Int

    init(_ options: LabOptions) {
        self.options = options
        seeds = options.seeds ?? (options.seconds.isFinite ? .max : Self.usualSeeds)
    }

    func run() throws -> Bool {
        if let replay = options.replay { return try again(replay) }
        let watch = Stopwatch()
        var (runs, steps, states) = (0, 0, 0)
        var violations: [Violation] = []
        var first = options.seed
        while runs < seeds, watch.seconds < options.seconds, violations.isEmpty {
            var jobs: [DoorJob] = []
            var left = UInt64(clamping: seeds - runs)
            while left > 0, jobs.count < 8 {
                let count = min(left, Self.seedsAtOnce)
                jobs.append(DoorJob(first..<first &+ count))
                first &+= count
                left -= count
            }
            // Of the first run of each job every crash, or rather some.
            let crashes = Crew.run(jobs) { DoorStatesJob(seed: $0.seeds.lowerBound).run() }
            violations += crashes.flatMap(\.violations)
            states += crashes.reduce(0) { $0 + $1.states }
            for result in Crew.run(jobs, { $0.run() }) {
                violations += result.violations
                runs += result.runs
                steps += result.steps
            }
        }
        Driver.say(
            "\(runs) runs, \(steps) steps beside the model, \(states) crash states, \(Report.text(watch.seconds)) s")
        return Report.violations(violations, verb: "door")
    }

    /// A seed is a run; a seed and a place are a crash of one.
    private func again(_ text: String) throws -> Bool {
        if let seed = UInt64(text) {
            return Report.violations(DoorJob(seed..<seed &+ 1).run().violations, verb: "door")
        }
        guard let job = DoorStatesJob(replaying: text) else { throw FieldError("cannot be read: \(text)") }
        let result = job.run()
        if result.states == 0 { throw FieldError("there is no such crash: \(text)") }
        return Report.violations(result.violations, verb: "door")
    }
}
