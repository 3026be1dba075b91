import CairnDisk
package import CairnLog
import CrashLab

/// Cuts the power while damage is being repaired, at every moment and in every way: healing at opening, and salvage.
/// Whatever the crash left, the next try must come to the same end, and the damaged bytes must still be there for
/// whoever wants to look, in their place or put aside.
package struct RepairJob: Sendable {
    package struct Result: Sendable {
        package var repairs = 0
        package var states = 0
        package var violations: [Violation] = []
    }

    package var form: SampleStore.Form
    package var mode: RecoveryMode
    package var rig = Rig()
    package var patience = 20
    /// One state alone, as a violation named it.
    package var only: String?

    package init(_ form: SampleStore.Form, _ mode: RecoveryMode) { (self.form, self.mode) = (form, mode) }

    /// What the names of its states begin with.
    package static let mark = "repair:"

    /// All that there is to repair.
    package static let all: [RepairJob] = SampleStore.Form.allCases.flatMap { form in
        [RecoveryMode.acknowledged, .salvage].map { RepairJob(form, $0) }
    }

    /// The job that looks at one state again; nil for a text that names none.
    package init?(replaying text: String) {
        let parts = text.dropFirst(Self.mark.count).split(separator: "/")
        guard text.hasPrefix(Self.mark), parts.count == 4, let form = SampleStore.Form(rawValue: String(parts[0])),
            let mode = RecoveryMode(rawValue: String(parts[1]))
        else { return nil }
        self.init(form, mode)
        only = text
    }

    package func run() -> Result {
        var result = Result()
        do {
            let store = try SampleStore(form)
            for harm in harms(store) {
                try repair(harm, store, &result)
                if result.violations.count >= patience { break }
            }
        } catch {
            let place = "\(Self.mark)\(form.rawValue)/\(mode.rawValue)"
            result.violations.append(Violation(replay: place, complaint: "\(error)"))
        }
        return result
    }

    /// A line of each kind in each segment, and a stretch over two of them.
    private func harms(_ store: SampleStore) -> [Harm] {
        var harms: [Harm] = []
        for name in store.segments {
            let lines = store.lines.filter { $0.file == name }
            for at in [0, 1, lines.count / 2, lines.count - 2] where lines.indices.contains(at) {
                harms.append(Harm(name, .bit((lines[at].range.lowerBound + 60) * 8)))
            }
            guard lines.count > 4 else { continue }
            harms.append(Harm(name, .zeros(lines[2].range.lowerBound + 9..<lines[3].range.lowerBound + 40)))
        }
        return harms
    }

    private func repair(_ harm: Harm, _ store: SampleStore, _ result: inout Result) throws {
        let place = "\(Self.mark)\(form.rawValue)/\(mode.rawValue)/\(harm)/"
        if let only, !only.hasPrefix(place) { return }
        var damaged = store.disk
        harm.apply(to: &damaged)
        // What an engine with nothing taken away makes of it.
        guard let aim = try Aim(of: damaged, mode) else { return }
        result.repairs += 1
        let folder = RecordedFolder(damaged)
        let examination = RepairExamination(
            rig: rig, mode: mode, aim: aim, file: harm.file, damaged: damaged.bytes(of: harm.file) ?? [])
        guard (try? examination.open(folder)) != nil else {
            result.violations.append(Violation(replay: "\(place)open", complaint: "it cannot be repaired"))
            return
        }
        for model in CrashModel.allCases {
            for state in CrashStates(folder.trace, model: model, limits: DeathJob.limits) {
                if let only, only != "\(place)\(state.label)" { continue }
                result.states += 1
                for complaint in examination.examine(state.disk) {
                    result.violations.append(Violation(replay: "\(place)\(state.label)", complaint: complaint))
                }
                if result.violations.count >= patience { return }
            }
        }
        try die(damaged, place, examination, &result)
    }

    /// The process dies while it repairs, the next one repairs on, and then the power goes.
    private func die(
        _ damaged: Disk, _ place: String, _ examination: RepairExamination, _ result: inout Result
    ) throws {
        let whole = FaultyFolder(RecordedFolder(damaged), nil)
        _ = try examination.open(whole)
        for at in whole.calls.indices where whole.calls[at].call != .read {
            let disk = RecordedFolder(damaged)
            let fault = Fault(at: at, forever: true, code: .inputOutput, errno: 5, transfersHalf: true, loses: false)
            let faulty = FaultyFolder(disk, fault)
            _ = try? examination.open(faulty)
            let start = disk.trace.events.count
            faulty.replace(nil)
            disk.dropLocks()
            guard (try? examination.open(faulty)) != nil else {
                result.violations.append(Violation(replay: "\(place)\(at)", complaint: "it cannot be repaired again"))
                continue
            }
            for state in CrashStates(disk.trace, model: .allReordered, limits: Self.few, from: start) {
                result.states += 1
                for complaint in examination.examine(state.disk) {
                    result.violations.append(
                        Violation(replay: "\(place)\(at)", complaint: "\(state.label): \(complaint)"))
                }
                if result.violations.count >= patience { return }
            }
        }
    }

    private static let few: CrashLimits = {
        var limits = DeathJob.limits
        limits.combinations = 4
        limits.samples = 2
        limits.sweeps = 6
        limits.pairs = 0
        return limits
    }()
}
