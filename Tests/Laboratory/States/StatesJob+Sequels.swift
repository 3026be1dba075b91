import CrashLab

/// The second crash: while the recovery from the first was at work, or while the first writes after it were.
extension StatesJob {
    func follow(
        _ outcome: Examination.Outcome, _ examination: Examination, _ crash: CrashLabel, _ seen: inout Set<UInt64>,
        _ count: inout Count,
        _ result: inout Result
    ) {
        for sequel in [StatesReplay.Sequel.recovery, .writing] {
            guard let (trace, second) = Self.sequel(sequel, outcome, examination) else { continue }
            for state in CrashStates(trace, model: crash.model, seed: seed, limits: Self.limits) {
                guard result.violations.count < patience else { return }
                guard isKept(state, oneIn: keepSequelOneIn) else { continue }
                count.states += 1
                count.sequels += 1
                if seen.insert(state.hash).inserted { count.distinct += 1 }
                let found = second.promising(state.mark).examine(state.disk)
                for complaint in found.complaints {
                    let replay = StatesReplay(kind, seed, crash, (sequel, state.label))
                    result.violations.append(Violation(replay: replay.description, complaint: complaint))
                }
            }
        }
    }

    /// What is to be crashed, and what must be found after that.
    static func sequel(
        _ sequel: StatesReplay.Sequel, _ outcome: Examination.Outcome, _ examination: Examination
    ) -> (Trace, Examination)? {
        switch sequel {
        case .recovery: return outcome.recovery.map { ($0, examination) }
        case .writing:
            guard let trace = outcome.continuation else { return nil }
            var history = examination.history
            history.cut(to: outcome.survivors)
            history.append([Examination.later[0]], isTransaction: false)
            history.append(Array(Examination.later[1...]), isTransaction: true)
            return (trace, Examination(rig: examination.rig, kind: examination.kind, history: history, promised: 0))
        }
    }

    /// Builds one state again and examines it.
    package static func replay(_ replay: StatesReplay, rig: Rig = Rig()) throws -> (
        explanation: String, complaints: [String]
    ) {
        let recording = try Recording(replay.kind, seed: replay.seed, rig: rig)
        guard let (state, explanation) = CrashStates.replay(replay.crash, of: recording.trace, limits: limits) else {
            throw LabError("there is no such state: \(replay)")
        }
        let examination = Examination(
            rig: rig, kind: replay.kind, history: recording.history, promised: state.mark ?? recording.promisedBefore)
        let outcome = examination.examine(state.disk)
        let place =
            "after \(replay.crash.index) of \(recording.trace.events.count) operations, "
            + "\(examination.promised.map(String.init) ?? "nothing") promised\n\(explanation)"
        guard let (kind, label) = replay.sequel else {
            return ("\(place)\n\(state.disk.transcript)", outcome.complaints)
        }
        guard let (trace, second) = sequel(kind, outcome, examination),
            let (next, more) = CrashStates.replay(label, of: trace, limits: limits)
        else { throw LabError("there is no such state: \(replay)") }
        let found = second.promising(next.mark).examine(next.disk)
        let after = "then after \(label.index) operations of \(kind.rawValue)\n\(more)\n\(next.disk.transcript)"
        return ("\(place)\n\(after)", found.complaints)
    }
}

extension Examination {
    /// The same with what had been promised at a later crash, where that is known.
    func promising(_ mark: UInt64?) -> Examination {
        Examination(rig: rig, kind: kind, history: history, promised: mark ?? promised)
    }
}

extension Disk {
    /// Names and lines, for a person who looks at a violation.
    var transcript: String {
        var result: [String] = []
        for name in names {
            result.append("\(name), \(content(of: name)?.length ?? 0) bytes")
            guard name.hasSuffix(".jsonl"), let bytes = bytes(of: name) else { continue }
            for line in bytes.split(separator: 0x0a) {
                result.append("    " + String(decoding: line.prefix(180), as: UTF8.self))
            }
        }
        return result.joined(separator: "\n")
    }
}
