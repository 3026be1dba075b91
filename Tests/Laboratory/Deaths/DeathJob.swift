import CairnDisk
import CairnLog
import CrashLab

/// Two things at once: the process dies at one of its calls while the machine lives on, the store is opened again on
/// what the system still has in its cache, and then the power goes, at any moment of that opening or of the first write
/// after it. What only the cache held must be made durable before anything is built upon it.
package struct DeathJob: Sendable {
    package struct Result: Sendable {
        package var deaths = 0
        package var states = 0
        package var violations: [Violation] = []
    }

    package var kind: WorkloadKind
    package var seed: UInt64
    package var rig = Rig()
    /// At one in so many calls the process dies.
    package var stride = 1
    package var patience = 20
    /// One state alone, as a violation named it.
    package var only: String?

    package init(_ kind: WorkloadKind, seed: UInt64) { (self.kind, self.seed) = (kind, seed) }

    /// What the names of its states begin with.
    package static let mark = "death:"

    /// The job that looks at one state again; nil for a text that names none.
    package init?(replaying text: String) {
        let parts = text.dropFirst(Self.mark.count).split(separator: "/")
        guard text.hasPrefix(Self.mark), parts.count == 4, let kind = WorkloadKind(rawValue: String(parts[0])),
            let seed = UInt64(parts[1])
        else { return nil }
        self.init(kind, seed: seed)
        only = text
    }

    static let limits: CrashLimits = {
        var limits = CrashLimits()
        limits.combinations = 12
        limits.subsetItems = 3
        limits.pairs = 4
        limits.sweeps = 8
        limits.samples = 4
        limits.lengths = 4
        return limits
    }()

    package func run() -> Result {
        var result = Result()
        var writer = ScriptWriter(kind, seed: seed)
        let steps = Array(writer.steps().dropLast())
        let calm = FaultTrial(kind, nil, rig: rig)
        calm.play(steps)
        var number = 0
        for (at, site) in calm.faulty.calls.filter({ $0.call != .dropCache }).enumerated()
        where Self.changing.contains(site.call) {
            number += 1
            guard number % stride == 0, isWanted("\(Self.mark)\(kind.rawValue)/\(seed)/\(at)/") else { continue }
            die(at, steps, &result)
            if result.violations.count >= patience { break }
        }
        return result
    }

    /// Dying between two calls that only read is dying at the next one that does not.
    private static let changing: Set<DiskCall> = [
        .write, .fileSync, .folderSync, .truncate, .rename, .unlink, .folder,
    ]

    private func isWanted(_ place: String) -> Bool { only.map { $0.hasPrefix(place) } ?? true }

    private func die(_ at: Int, _ steps: [Step], _ result: inout Result) {
        let place = "\(Self.mark)\(kind.rawValue)/\(seed)/\(at)/"
        let fault = Fault(at: at, forever: true, code: .inputOutput, errno: 5, transfersHalf: true, loses: false)
        let trial = FaultTrial(kind, fault, rig: rig)
        trial.play(steps)
        let promised = trial.acknowledged
        let start = trial.disk.trace.events.count
        result.deaths += 1
        trial.recover()
        trial.disk.mark(trial.acknowledged)
        trial.writeOnce()
        trial.disk.mark(trial.acknowledged)
        for complaint in Set(trial.complaints).sorted() {
            result.violations.append(Violation(replay: "\(place)open", complaint: complaint))
        }
        for model in CrashModel.allCases {
            for state in CrashStates(trial.disk.trace, model: model, limits: Self.limits, from: start) {
                if let only, only != "\(place)\(state.label)" { continue }
                result.states += 1
                // Before anything was acknowledged, there need not even be a store.
                let mark = max(promised, state.mark ?? 0)
                let examination = Examination(
                    rig: rig, kind: kind, history: trial.history, promised: mark > 0 ? mark : nil)
                for complaint in examination.examine(state.disk).complaints {
                    result.violations.append(Violation(replay: "\(place)\(state.label)", complaint: complaint))
                }
                if result.violations.count >= patience { return }
            }
        }
    }
}
