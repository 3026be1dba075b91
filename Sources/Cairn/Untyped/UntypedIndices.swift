internal import CairnLines
internal import CairnLog
internal import Synchronization

/// The indices that were made for questions about records without types, and when it pays to make them.
///
/// Their trees live in memory, as those of a program with types do; a tool that asks once has none. So a question is
/// worth the making of an index if it saves more than one reading of all records.
package final class UntypedIndices: Sendable {
    private struct Known {
        /// The moment that was asked about.
        var sequence: SequenceNumber
        /// How often it was asked what an index could have told.
        var questions = 0
        var indices: KindIndices?
    }

    /// Sorting goes through the records once for each ``QueryPlanner/maxSortedRows`` rows. An index that has them in
    /// order looks up each of them, at four times the price, and is made by reading all of them once.
    static let mostPasses = 5

    /// Those of so many kinds are kept; a tool that asks about more has its reasons to see them all.
    static let mostKinds = 16

    private let known = Mutex<TextMap<Known>>([:])

    /// The newest moment, with the kind's indices where they are made or that pays now.
    ///
    /// - Throws: `.invalidQuery`, those of reading, and `.cancelled` where `progress` ended it.
    func source(
        _ log: Log, _ request: QueryRequest, _ kind: String, _ progress: ProgressReport?
    ) throws(StateError) -> UntypedMoment {
        try request.check()
        let (moment, _) = log.core.moment {}
        let total = log.statistics.keys
        let plain = UntypedMoment(moment, total: total, progress, made: nil)
        let book = IndexBook(log).indices(of: kind)
        let helpful = Self.helpful(book, request)
        guard !helpful.isEmpty else { return plain }
        let state = known.withLock { known in
            if known.count > Self.mostKinds { known = [:] }
            if known[kind]?.sequence != moment.sequence {
                known[kind] = Known(sequence: moment.sequence)
            }
            known[kind]?.questions += 1
            return known[kind]
        }
        if let indices = state?.indices {
            return UntypedMoment(moment, total: total, progress, made: (kind, indices))
        }
        let plan = try QueryRun<UntypedMoment>.plan(request, kind, plain)
        guard Self.pays(plan, helpful, questions: state?.questions ?? 1) else { return plain }
        let indices = try Self.make(book.compactMap(\.definition), of: kind, moment, total: total, progress)
        known.withLock { known in
            if known[kind]?.sequence == moment.sequence { known[kind]?.indices = indices }
        }
        return UntypedMoment(moment, total: total, progress, made: (kind, indices))
    }

    /// The indices that a question could use: they know a field that it names, or the order that it wants.
    package static func helpful(_ all: [StoredIndex], _ request: QueryRequest) -> [IndexDefinition] {
        let demand = QueryDemand(request)
        return all.compactMap(\.definition).filter { index in
            if let set = demand.sets[index.path], index.isOrdered || set.points != nil { return true }
            return index.isOrdered && request.sort.count == 1 && request.sort[0].path == index.path
        }
    }

    /// Whether it pays to read all records once, to make indices, before this plan without any is replaced.
    package static func pays(_ plan: QueryPlan, _ helpful: [IndexDefinition], questions: Int) -> Bool {
        guard plan.access == .scan, !helpful.isEmpty else { return false }
        if questions > 1 { return true }
        guard case .passes(let rows) = plan.ordering, let order = plan.order, order.keys.count == 1 else {
            return false
        }
        return plan.rows / max(1, rows) >= mostPasses
            && helpful.contains { $0.isOrdered && $0.path == order.keys[0].path }
    }

    /// All indices of a kind, from one reading of all records.
    static func make(
        _ definitions: [IndexDefinition], of kind: String, _ moment: LogMoment, total: Int, _ progress: ProgressReport?
    ) throws(StateError) -> KindIndices {
        var version = IndexVersion([kind: definitions])
        let building = IndexBuilding(wanted: version.wanted(version.places { _ in true }))
        let built = try building.run(moment) { (seen) throws(StateError) in
            try ScanWatch.tell(seen, of: total, "making indices", progress)
        }
        for (place, index) in built { version.kinds[place.kind]?.set(place.place, index.state, index.tree) }
        return version.kinds[kind] ?? KindIndices([])
    }
}
