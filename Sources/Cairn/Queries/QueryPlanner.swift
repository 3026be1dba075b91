// Planning in three steps. The condition is normalized and taken apart into what must all hold. Each way to come by
// candidates is then priced: lookups by id, each usable index that narrows or orders, two or three of them together,
// and the scan. The cheapest wins.
//
// A price counts records looked at, in units of one record of a scan. An index is dearer for each record, as it jumps
// about in the store; so it loses to the scan when it would jump to more than about a quarter of all records. A limit
// makes everything cheap that gives rows in the order asked for, and nothing else: who must sort must see all.

/// Chooses how a query is answered, from what the indices say of themselves.
package struct QueryPlanner {
    /// The most rows that are kept to be sorted. With positions of some hundred bytes that is a few MiB; with the
    /// longest there can be, 100 MiB.
    package static let maxSortedRows = 16_384
    /// The most ids of an index that are kept while another is walked.
    package static let maxIntersectedEntries = 65_536
    /// The most ids that are looked up one by one.
    package static let maxLookups = Condition.maxListed

    /// What things cost, where reading a record in a scan costs 1.
    enum Cost {
        static let fetch = 4.0
        static let range = 4.0
        static let entry = 0.25
        static let sort = 0.5
        /// Several indices must be this much cheaper than one: estimates of what they share are guesses.
        static let clearly = 0.5
    }

    /// The indices of the kind.
    package var indices: [IndexDefinition]
    /// How many records there are of the kind.
    package var total: Int
    /// About how many entries of an index are in a range.
    package var estimate: (IndexDefinition, KeyRange) -> Int

    package init(
        indices: [IndexDefinition], total: Int, estimate: @escaping (IndexDefinition, KeyRange) -> Int
    ) {
        self.indices = indices
        self.total = total
        self.estimate = estimate
    }

    /// The plan. Pure: the same question gets the same answer.
    ///
    /// Errors: those of ``QueryRequest/check()``. Complexity: O(size of the condition · log + indices · ranges).
    package func plan(_ query: QueryRequest) throws(StateError) -> QueryPlan {
        try query.check()
        let demand = QueryDemand(query)
        guard demand.condition != .never, query.limit != 0 else { return demand.plan(.nothing, total: max(0, total)) }
        let pricing = PlanPricing(demand: demand, planner: self)
        let single = pricing.lookups + pricing.indexed + [pricing.scan]
        guard let best = single.min(by: { $0.cost < $1.cost }) else { return demand.plan(.scan, total: total) }
        if let several = pricing.intersections.min(by: { $0.cost < $1.cost }),
            several.cost < best.cost * Cost.clearly
        {
            return pricing.plan(several)
        }
        return pricing.plan(best)
    }

    /// The plan of who only counts, where an index alone tells how many there are: then no record is read, however many
    /// they are. nil where records must be looked at.
    ///
    /// Errors: those of ``QueryRequest/check()``. Complexity: as ``plan(_:)``.
    package func counting(_ query: QueryRequest) throws(StateError) -> QueryPlan? {
        try query.check()
        let demand = QueryDemand(query)
        guard demand.condition != .never, query.limit == nil, query.after == nil, !query.isCheckedFurther else {
            return nil
        }
        let pricing = PlanPricing(demand: demand, planner: self)
        return pricing.indexed.first { $0.residual.isEmpty }.map(pricing.plan)
    }
}
