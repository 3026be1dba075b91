import CairnDisk
import CairnLog
import CrashLab

/// Fails each call of a workload to its disk, once and for ever, with each error.
package struct FaultJob: Sendable {
    package struct Result: Sendable {
        package var trials = 0
        package var calls = 0
        package var failed = 0
        package var violations: [Violation] = []
    }

    package var kind: WorkloadKind
    package var seed: UInt64
    package var rig = Rig()
    package var patience = 20
    /// Of every so many calls one is failed.
    package var stride = 1
    /// One trial alone, as a violation named it.
    package var only: String?

    package init(_ kind: WorkloadKind, seed: UInt64) { (self.kind, self.seed) = (kind, seed) }

    /// What a disk answers, with the number that Linux has for it.
    static let codes: [(name: String, code: DiskError.Code, errno: Int32)] = [
        ("noSpace", .noSpace, 28), ("quota", .quota, 122), ("fileTooLarge", .fileTooLarge, 27),
        ("inputOutput", .inputOutput, 5), ("readOnly", .readOnly, 30), ("denied", .denied, 13),
        ("tooManyFiles", .tooManyFiles, 24), ("interrupted", .interrupted, 4), ("missing", .missing, 2),
        ("unsupported", .unsupported, 22),
    ]

    /// How it fails: only then; from then on; with a write that gets half way; or as the death of the process looks to
    /// the disk, which then keeps what it has in its cache.
    static let manners = ["once", "forever", "half", "killed"]

    private static func fits(_ manner: String, _ site: DiskSite, _ code: DiskError.Code) -> Bool {
        switch manner {
        case "half": site.call == .write
        case "killed": code == .inputOutput
        default: true
        }
    }

    package func run() -> Result {
        var result = Result()
        var writer = ScriptWriter(kind, seed: seed)
        let steps = writer.steps()
        let calm = FaultTrial(kind, nil, rig: rig)
        calm.play(steps)
        let calls = calm.faulty.calls.filter { $0.call != .dropCache }
        result.calls = calls.count
        for (at, site) in calls.enumerated() where at % stride == 0 {
            for (name, code, errno) in Self.codes {
                for manner in Self.manners where Self.fits(manner, site, code) {
                    let place = "\(kind.rawValue)/\(seed)/\(at):\(name):\(manner)"
                    if let only, only != place { continue }
                    let fault = Fault(
                        at: at, forever: manner == "forever" || manner == "killed", code: code, errno: errno,
                        transfersHalf: manner == "half", loses: manner != "killed")
                    result.trials += 1
                    let complaints = attempt(steps, fault, site, &result)
                    for complaint in Set(complaints).sorted().prefix(3) {
                        result.violations.append(Violation(replay: place, complaint: "\(site): \(complaint)"))
                    }
                    if result.violations.count >= patience { return result }
                }
            }
        }
        return result
    }

    private func attempt(
        _ steps: [Step], _ fault: Fault, _ site: DiskSite, _ result: inout Result
    ) -> [String] {
        let trial = FaultTrial(kind, fault, rig: rig)
        trial.play(steps.dropLast())
        var complaints: [String] = []
        let isOver = !fault.forever
        result.failed += trial.faulty.failed
        if isOver, fault.code == .noSpace, site.call == .write, site.purpose == .commitGroup,
            let refusal = trial.log?.refusal
        {
            complaints.append("there is room again, and writing did not resume: \(refusal)")
        }
        if trial.faulty.failed > 0, site.call == .fileSync, site.purpose == .commitGroup, isOver,
            trial.log != nil, steps.allSatisfy({ if case .open = $0 { false } else { true } })
        {
            if trial.log?.refusal?.code != .durabilityUnknown {
                complaints.append("a sync failed and writing went on")
            }
        }
        trial.look()
        complaints += cutPower(trial)
        if fault.loses { trial.keepHouse() }
        trial.recover()
        trial.writeOnce()
        complaints += cutPower(trial)
        trial.open()
        trial.look()
        return complaints + trial.complaints
    }

    /// The power goes at this moment: what the disk then holds must keep every promise too.
    private func cutPower(_ trial: FaultTrial) -> [String] {
        var history = trial.history
        for changes in trial.doubtful { history.append(changes, isTransaction: changes.count > 1) }
        let trace = trial.disk.trace
        var complaints: [String] = []
        for choice in 0..<3 {
            guard let label = CrashLabel("dataReordered:\(trace.events.count):\(choice):1"),
                let (state, _) = CrashStates.replay(label, of: trace, limits: StatesJob.limits)
            else { continue }
            let examination = Examination(
                rig: rig, kind: kind, history: history, promised: trial.acknowledged > 0 ? trial.acknowledged : nil)
            complaints += examination.examine(state.disk).complaints.map { "after a power cut: \($0)" }
        }
        return complaints
    }
}
