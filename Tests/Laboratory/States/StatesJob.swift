import CairnLog
package import CrashLab

/// Enumerates the crashes of one workload under the three models, and the crashes of what followed some of them.
package struct StatesJob: Sendable {
    package var kind: WorkloadKind
    package var seed: UInt64
    package var models: [CrashModel] = CrashModel.allCases
    package var rig = Rig()
    /// Of every so many states of a workload, one is examined, chosen by its content, from the first event to the last.
    package var keepOneIn = 1
    /// Of every so many states, one is followed up: the crashes of its recovery and of the first writes after it.
    package var followEvery = 40
    /// And of those crashes, one in so many is examined.
    package var keepSequelOneIn = 4
    /// So many violations are enough.
    package var patience = 20

    package init(_ kind: WorkloadKind, seed: UInt64) {
        self.kind = kind
        self.seed = seed
    }

    package struct Count: Sendable {
        package var states = 0
        package var distinct = 0
        package var sequels = 0
        package var torn = 0

        package static func += (total: inout Count, more: Count) {
            total.states += more.states
            total.distinct += more.distinct
            total.sequels += more.sequels
            total.torn += more.torn
        }

        package init() {}
    }

    package struct Result: Sendable {
        package var counts: [CrashModel: Count] = [:]
        package var violations: [Violation] = []
    }

    /// Small at each point, so that a workload is looked at from its beginning to its end.
    static let limits: CrashLimits = {
        var limits = CrashLimits()
        limits.combinations = 64
        limits.subsetItems = 5
        limits.pairs = 16
        limits.sweeps = 48
        limits.samples = 24
        limits.lengths = 12
        return limits
    }()

    package func run() -> Result {
        var result = Result()
        do {
            let recording = try Recording(kind, seed: seed, rig: rig)
            var seen: Set<UInt64> = []
            for model in models where result.violations.count < patience {
                enumerate(recording, model, &seen, &result)
            }
        } catch {
            result.violations.append(Violation(replay: "\(kind.rawValue)/\(seed)", complaint: "\(error)"))
        }
        return result
    }

    private func enumerate(
        _ recording: Recording, _ model: CrashModel, _ seen: inout Set<UInt64>, _ result: inout Result
    ) {
        var count = Count()
        for state in CrashStates(recording.trace, model: model, seed: seed, limits: Self.limits) {
            // What a milder model showed already, under the same promise; none is less than one of an empty store.
            let promised = state.mark ?? recording.promisedBefore
            guard seen.insert(state.hash &* 31 &+ (promised.map { $0 &+ 1 } ?? 0)).inserted else { continue }
            guard isKept(state, oneIn: keepOneIn) else { continue }
            count.states += 1
            if seen.insert(state.hash).inserted { count.distinct += 1 }
            let examination = Examination(rig: rig, kind: kind, history: recording.history, promised: promised)
            let outcome = examination.examine(state.disk)
            if outcome.verdict == .torn { count.torn += 1 }
            for complaint in outcome.complaints {
                let replay = StatesReplay(kind, seed, state.label)
                result.violations.append(Violation(replay: replay.description, complaint: complaint))
            }
            if outcome.complaints.isEmpty, isKept(state, oneIn: keepOneIn * followEvery) {
                follow(outcome, examination, state.label, &seen, &count, &result)
            }
            if result.violations.count >= patience { break }
        }
        result.counts[model] = count
    }

    /// Follows from the state and the seed alone.
    func isKept(_ state: CrashState, oneIn: Int) -> Bool {
        var random = Seeded(state.hash ^ seed)
        return random.below(oneIn) == 0
    }
}
