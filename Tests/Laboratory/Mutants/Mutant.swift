import CairnDisk
import CairnLog
import CrashLab
import Synchronization

/// The engine with one thing taken away from it.
package struct Mutant: Sendable {
    package var name: String
    package var rig: Rig

    /// One for each call to the disk that the workloads really reach and that can be left out, and one for each check.
    package static func all(seed: UInt64) throws -> [Mutant] {
        let sites = Mutex<Set<DiskSite>>([])
        for kind in WorkloadKind.allCases where !kind.needsCrash {
            var writer = ScriptWriter(kind, seed: seed)
            let trial = FaultTrial(kind, nil)
            trial.play(writer.steps())
            trial.recover()
            sites.withLock { $0.formUnion(trial.faulty.calls) }
            // A process that dies at each write, and what opening does after it.
            for at in stride(from: 0, to: trial.faulty.calls.count, by: 3) {
                let killed = FaultTrial(
                    kind, Fault(at: at, forever: true, code: .noSpace, transfersHalf: true))
                var writer = ScriptWriter(kind, seed: seed)
                killed.play(writer.steps())
                killed.recover()
                sites.withLock { $0.formUnion(killed.faulty.calls) }
            }
        }
        let removable = sites.withLock { $0 }.filter { SabotagedFolder.removable.contains($0.call) }.sorted()
        let omissions = removable.map { site in
            Mutant(name: "no \(site)", rig: Rig(without: site))
        }
        let unchecked = Checks.each.map { name, check in
            Mutant(name: "unchecked: \(name)", rig: Rig(checks: Checks.all.subtracting(check)))
        }
        return omissions + unchecked
    }
}
