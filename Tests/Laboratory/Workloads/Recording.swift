package import CrashLab

/// A workload that was played: its trace, and what should be found after a crash anywhere in it.
package struct Recording {
    package let kind: WorkloadKind
    package let seed: UInt64
    package let trace: Trace
    let history: History
    /// What had been promised before the trace began; nil where there was no store yet.
    let promisedBefore: UInt64?

    package init(_ kind: WorkloadKind, seed: UInt64, rig: Rig = Rig()) throws {
        self.kind = kind
        self.seed = seed
        let performance: Performance
        if let prelude = kind.prelude {
            let before = try Recording(prelude, seed: seed, rig: rig)
            let (state, promised) = try before.crash(seed: seed)
            performance = Performance(
                on: state.mount(), history: before.history, rig: rig, options: rig.options(kind))
            promisedBefore = promised
        } else {
            performance = Performance(on: RecordedFolder(), rig: rig, options: rig.options(kind))
            promisedBefore = nil
        }
        try performance.open()
        var writer = ScriptWriter(kind, seed: seed, records: performance.history.records)
        try performance.play(writer.steps())
        trace = performance.folder.trace
        history = performance.history
    }

    /// One of the worse crashes of this workload, to begin another one on.
    private func crash(seed: UInt64) throws -> (CrashState, UInt64?) {
        var random = Seeded(seed, 77)
        var limits = CrashLimits()
        limits.combinations = 16
        limits.subsetItems = 3
        limits.samples = 8
        limits.sweeps = 8
        limits.pairs = 4
        var chosen: CrashState?
        var count = 0
        for state in CrashStates(trace, model: .dataReordered, seed: seed, limits: limits) where state.mark != nil {
            count += 1
            if random.below(count) == 0 { chosen = state }
        }
        guard let chosen else { throw LabError("a workload without a crash after its first promise") }
        return (chosen, chosen.mark)
    }
}
