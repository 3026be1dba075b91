import Cairn
package import CrashLab

/// Enumerates the crashes of a run through the door. What opens must be one of the run's moments, with every
/// transaction whole or not there, every index as a scan has it, and nothing missing that was promised.
package struct DoorStatesJob: Sendable {
    package struct Result: Sendable {
        package var states = 0
        package var violations: [Violation] = []
    }

    package var seed: UInt64
    package var rig = DoorRig()
    package var models = CrashModel.allCases
    /// Of every so many states, one is looked at.
    package var keepOneIn = 4
    package var patience = 5
    /// Steps of the run that is crashed.
    package var length = 30
    /// One state alone, as a violation named it.
    package var only: CrashLabel?

    package init(seed: UInt64) { self.seed = seed }

    /// The job that looks at one state again; nil for a text that names none.
    package init?(replaying text: String) {
        let parts = text.split(separator: "/").map(String.init)
        guard parts.count == 2, let seed = UInt64(parts[0]), let label = CrashLabel(parts[1]) else { return nil }
        self.init(seed: seed)
        only = label
    }

    package func run() -> Result {
        var result = Result()
        do {
            let trial = try DoorTrial(seed: seed, rig: rig, isCalm: true)
            defer { trial.end() }
            for _ in 0..<length { try trial.play(trial.next()) }
            let trace = trial.folder.trace
            if let only {
                if let crashed = CrashStates.replay(only, of: trace, limits: StatesJob.limits)?.state {
                    examine(crashed, trial, &result)
                }
                return result
            }
            for model in models {
                for crashed in CrashStates(trace, model: model, seed: seed, limits: StatesJob.limits) {
                    var random = Seeded(crashed.hash ^ seed)
                    guard random.below(keepOneIn) == 0 else { continue }
                    examine(crashed, trial, &result)
                    if result.violations.count >= patience { return result }
                }
            }
        } catch { result.violations.append(Violation(replay: "\(seed)", complaint: Self.text(error))) }
        return result
    }

    private func examine(_ crashed: CrashState, _ trial: DoorTrial, _ result: inout Result) {
        result.states += 1
        do {
            let after = try DoorTrial(crashed, of: trial)
            defer { after.end() }
            for _ in 0..<2 { try after.play(after.next()) }
            try after.finish()
        } catch {
            result.violations.append(Violation(replay: "\(seed)/\(crashed.label)", complaint: Self.text(error)))
        }
    }

    private static func text(_ error: any Error) -> String { (error as? DoorTrial.Broken)?.complaint ?? "\(error)" }
}
