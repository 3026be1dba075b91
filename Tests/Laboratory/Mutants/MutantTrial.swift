import CairnDisk
import CairnLog
import CrashLab

/// Lets a mutant run through everything that might kill it: what killed it before, then the rest, the quickest first.
package struct MutantTrial: Sendable {
    package struct Result: Sendable {
        package var mutant: Mutant
        /// What showed that something is missing; nil for a survivor.
        package var killer: String?
        package var complaint = ""
        package var seconds = 0.0
    }

    package var mutant: Mutant
    package var seed: UInt64

    package init(_ mutant: Mutant, seed: UInt64) { (self.mutant, self.seed) = (mutant, seed) }

    /// What is tried first is known, and is one of the attacks.
    package var hasKnownKiller: Bool { Attack.all.contains { "\($0)" == Attack.killer[mutant.name] } }

    package func run() -> Result {
        let clock = SystemClock()
        let start = clock.monotonic()
        var result = Result(mutant: mutant)
        let known = Attack.killer[mutant.name]
        let attacks = Attack.all.filter { "\($0)" == known } + Attack.all.filter { "\($0)" != known }
        for attack in attacks {
            guard let violation = attack.violation(of: mutant.rig, seed: seed) else { continue }
            result.killer = "\(attack)"
            result.complaint = violation.text
            break
        }
        result.seconds = Double(clock.monotonic() &- start) / 1e9
        return result
    }
}
