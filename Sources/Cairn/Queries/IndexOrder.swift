/// Whether a part of an index gives the rows in the order that is asked for, so that nothing need be sorted.
struct IndexOrder {
    /// Whether it must be walked backwards.
    let isReversed: Bool
    /// Which of the sort keys is the index's; nil if all sorted fields have one value and ids alone remain.
    private let place: Int?
    private let demand: QueryDemand

    /// nil if the rows must be sorted.
    init?(_ index: IndexDefinition, _ ranges: [KeyRange], _ demand: QueryDemand) {
        guard let order = demand.query.order, index.isOrdered else { return nil }
        // What has one value in all rows orders nothing.
        let free = order.keys.indices.filter { demand.fixed(order.keys[$0].path) == nil }
        if let first = free.first {
            guard free.count == 1, order.keys[first].path == index.path,
                order.keys[first].direction == order.idDirection
            else { return nil }
        } else {
            guard ranges.count == 1, ranges[0].isOneKey else { return nil }
        }
        place = free.first
        isReversed = order.idDirection == .descending
        self.demand = demand
    }

    /// The ranges without what was given before the cursor.
    func clipped(_ ranges: [KeyRange]) -> [KeyRange] {
        guard let cursor = demand.query.after, let order = demand.query.order, let first = ranges.first else {
            return ranges
        }
        // The cursor may come from rows that had other values where this query allows one; then only positions tell.
        for (key, field) in zip(order.keys, cursor.fieldKeys) {
            if let fixed = demand.fixed(key.path), fixed.key != field { return ranges }
        }
        let entry = (place.map { cursor.fieldKeys[$0] } ?? first.low) + cursor.id
        let rest = isReversed ? KeyRange(low: [], high: entry) : KeyRange(low: entry + [0], high: KeyRange.all.high)
        return ranges.map { $0.clamped(to: rest) }.filter { !$0.isEmpty }
    }
}
