import Cairn

/// Runs through the door, one after the other, each from its seed.
package struct DoorJob: Sendable {
    package struct Result: Sendable {
        package var runs = 0
        package var steps = 0
        package var violations: [Violation] = []
    }

    package var seeds: Range<UInt64>
    package var rig = DoorRig()
    package var patience = 5
    /// Of each run.
    package var length = 40

    package init(_ seeds: Range<UInt64>) { self.seeds = seeds }

    package func run() -> Result {
        var result = Result()
        for seed in seeds where result.violations.count < patience {
            result.runs += 1
            if let violation = run(seed, &result.steps) { result.violations.append(violation) }
        }
        return result
    }

    private func run(_ seed: UInt64, _ steps: inout Int) -> Violation? {
        var played: [DoorStep] = []
        do {
            let trial = try DoorTrial(seed: seed, rig: rig)
            defer { trial.end() }
            for _ in 0..<length {
                let step = trial.next()
                played.append(step)
                try trial.play(step)
                steps += 1
            }
            try trial.finish()
            return nil
        } catch {
            let complaint = (error as? DoorTrial.Broken)?.complaint ?? "\(error)"
            let story = played.suffix(6).map { "\n    \($0)" }.joined()
            return Violation(replay: "\(seed)", complaint: "step \(played.count): \(complaint)\(story)")
        }
    }
}
