/// Every disk that a power cut during a trace may leave, one after the other, without repetition.
///
/// A disk is shown once for each mark that stood when it could arise: the same bytes may be lawful before a promise and
/// a broken promise after it. Within one mark the earliest crash shows it, which is the one that allows the least.
/// Everything follows from trace, model, seed and limits.
package final class CrashStates: Sequence, IteratorProtocol {
    /// How much was looked at.
    package struct Tally: Sendable, Equatable, CustomStringConvertible {
        /// Combinations made.
        package var generated = 0
        /// Combinations that gave a disk shown before under the same mark.
        package var duplicates = 0
        /// States shown: disks, each counted once for each mark.
        package var shown = 0
        /// Disks that differ in a name or a byte.
        package var distinct = 0
        /// Points at which there was more than the limits allow, so that not every combination was made.
        package var sampledPoints = 0

        package init() {}

        package var description: String {
            "\(shown) states, \(distinct) distinct disks, \(generated) combinations, \(sampledPoints) points sampled"
        }

        package static func += (total: inout Tally, more: Tally) {
            total.generated += more.generated
            total.duplicates += more.duplicates
            total.shown += more.shown
            total.distinct += more.distinct
            total.sampledPoints += more.sampledPoints
        }
    }

    /// One of several parts of equal size, each disk in exactly one: so that several threads divide the states.
    package struct Share: Sendable {
        package static let whole = Share(0, of: 1)
        private let index: UInt64
        private let count: UInt64

        package init(_ index: Int, of count: Int) {
            self.index = UInt64(index)
            self.count = UInt64(Swift.max(1, count))
        }

        func contains(_ hash: UInt64) -> Bool { hash % count == index }
    }

    /// Pieces by sector first; by page as well where the sectors were too many to try all.
    private static let granularities = [512, FileContent.pageSize]

    package private(set) var tally = Tally()
    package let model: CrashModel
    private let trace: Trace
    private let stale: StaleBytes
    private let seed: UInt64
    private let share: Share
    private let limits: CrashLimits
    private let budget: Int
    private var disk: PendingDisk
    private var index = 0
    private var granularity = 0
    private var point: CrashPoint?
    private var ordinal = 0
    private var offset = 0
    private var choices: [Int] = []
    private var shown: Set<UInt64> = []
    private var seen: Set<UInt64> = []
    private var certain: [(revision: Int, hash: UInt64)] = []
    private var plans: [[Int: (revision: Int, plan: FilePlan)]]

    /// - Parameters:
    ///   - first: crashes before so many events are passed over.
    ///   - budget: after so many states it ends.
    package init(
        _ trace: Trace, model: CrashModel, seed: UInt64 = 1, limits: CrashLimits = CrashLimits(),
        share: Share = .whole, from first: Int = 0, budget: Int = .max
    ) {
        self.trace = trace
        self.model = model
        self.seed = seed
        self.share = share
        stale = StaleBytes(trace)
        self.limits = limits
        self.budget = budget
        disk = PendingDisk(trace, model: model)
        plans = Self.granularities.map { _ in [:] }
        while index < first { step() }
    }

    /// The next state, nil at the end. Complexity: O(names + pending pieces) for each combination.
    package func next() -> CrashState? {
        while tally.shown < budget {
            guard let point = point ?? advance() else { return nil }
            while ordinal < point.patterns.count {
                point.patterns.fill(&choices, ordinal: ordinal)
                ordinal += 1
                if let state = show(point) { return state }
            }
            leave(point)
        }
        return nil
    }

    /// Builds one state again, with what landed and what did not; nil if the trace has no such state.
    package static func replay(
        _ label: CrashLabel, of trace: Trace, limits: CrashLimits = CrashLimits()
    ) -> (state: CrashState, explanation: String)? {
        let states = CrashStates(trace, model: label.model, seed: label.seed, limits: limits)
        guard label.index >= 0, label.index <= trace.events.count else { return nil }
        while states.index < label.index { states.step() }
        while let point = states.advance() {
            let choice = label.choice - states.offset
            if choice >= 0, choice < point.patterns.count {
                point.patterns.fill(&states.choices, ordinal: choice)
                let state = CrashState(
                    label: label, disk: point.disk(states.choices), mark: states.disk.mark,
                    hash: point.hash(states.choices))
                return (state, point.explanation(states.choices))
            }
            states.leave(point)
            if states.index > label.index { return nil }
        }
        return nil
    }

    private func show(_ point: CrashPoint) -> CrashState? {
        tally.generated += 1
        let hash = point.hash(choices)
        guard share.contains(hash) else { return nil }
        guard shown.insert(hash ^ SectorHash.mix(disk.mark.map { $0 &+ 1 } ?? 0)).inserted else {
            tally.duplicates += 1
            return nil
        }
        tally.shown += 1
        if seen.insert(hash).inserted { tally.distinct += 1 }
        let label = CrashLabel(model: model, index: index, choice: offset + ordinal - 1, seed: seed)
        return CrashState(label: label, disk: point.disk(choices), mark: disk.mark, hash: hash)
    }

    /// The combinations of this point at this size of piece, nil behind the end of the trace.
    private func advance() -> CrashPoint? {
        guard index <= trace.events.count else { return nil }
        let made = CrashPoint(
            disk, plans: currentPlans(), certainHashes: certainHashes(), limits: limits,
            seed: SectorHash.mix(seed ^ UInt64(index) << 8 ^ UInt64(granularity)))
        choices = [Int](repeating: 0, count: made.patterns.items.count)
        ordinal = 0
        point = made
        return made
    }

    /// Goes on to the next size of piece, or to the next point.
    private func leave(_ finished: CrashPoint) {
        point = nil
        offset += finished.patterns.count
        if granularity == 0, !finished.patterns.isComplete { tally.sampledPoints += 1 }
        granularity += 1
        if finished.patterns.isComplete || granularity == Self.granularities.count { step() }
    }

    private func step() {
        if index < trace.events.count { disk.apply(trace.events[index].operation, event: index) }
        index += 1
        granularity = 0
        offset = 0
    }

    private func currentPlans() -> [FilePlan] {
        disk.files.indices.compactMap { file in
            guard !disk.files[file].operations.isEmpty else { return nil }
            if let known = plans[granularity][file], known.revision == disk.revisions[file] { return known.plan }
            let plan = FilePlan(
                FileNumber(file), disk.files[file], model: model, granularity: Self.granularities[granularity],
                lengths: limits.lengths, stale: stale, seed: seed)
            plans[granularity][file] = (disk.revisions[file], plan)
            return plan
        }
    }

    private func certainHashes() -> [UInt64] {
        for file in disk.files.indices {
            let revision = disk.revisions[file]
            if file < certain.count, certain[file].revision == revision { continue }
            let content = disk.files[file].durable
            let sum = content.bytes.withUnsafeBytes { SectorHash.sum($0, first: 0) }
            let hash = SectorHash.mix(sum &+ SectorHash.mix(UInt64(content.length)))
            if file < certain.count { certain[file] = (revision, hash) } else { certain.append((revision, hash)) }
        }
        return certain.map(\.hash)
    }
}
