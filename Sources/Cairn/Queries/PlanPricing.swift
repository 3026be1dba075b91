/// The ways to answer one query, each with its price.
struct PlanPricing {
    /// One way.
    struct Offer {
        var access: QueryPlan.Access
        var residual: [QueryDemand.Part]
        var isOrdered: Bool
        /// How many candidates it has, and how many of them are looked at before a limit ends it.
        var candidates: Double
        var examined: Double
        var rows: Double
        var cost: Double
    }

    let demand: QueryDemand
    let planner: QueryPlanner
    private var query: QueryRequest { demand.query }
    private var total: Double { Double(max(0, planner.total)) }

    /// Every record in turn.
    var scan: Offer { offer(.scan, demand.parts, count: total, each: 1, extra: 0, isOrdered: false) }

    /// One record after the other by id, if the condition names the ids. A number is looked up by its plain digits, as
    /// the encoder writes it; an id that another program wrote as `1.7e1` is another name than 17.
    var lookups: [Offer] {
        guard let values = demand.sets[.id]?.points, values.count <= QueryPlanner.maxLookups else { return [] }
        var ids: [String] = []
        for value in values {
            switch value {
            case .string(let text): ids.append(text)
            case .number(let number): ids.append(number.description)
            default: continue
            }
        }
        // "17" and 17 are one id, and the record says which of them it has; so the id is checked, too.
        let unique = Dictionary(ids.map { (Array($0.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        let sorted = unique.sorted { ByteOrder.compare($0.key, $1.key) < 0 }.map(\.value)
        return [
            offer(
                .primary(ids: sorted), demand.parts, count: min(Double(sorted.count), total),
                each: QueryPlanner.Cost.fetch, extra: 0, isOrdered: false)
        ]
    }

    /// Each index that narrows the candidates or has them in order.
    var indexed: [Offer] {
        planner.indices.compactMap { index in
            guard let part = part(of: index) else { return nil }
            let order = IndexOrder(index, part.ranges, demand)
            if order == nil && part.ranges == [.all] { return nil }
            let ranges = order?.clipped(part.ranges) ?? part.ranges
            let access = QueryPlan.IndexAccess(index: index, ranges: ranges, isReversed: order?.isReversed ?? false)
            return offer(
                .index(access), part.residual, count: count(access), each: QueryPlanner.Cost.fetch,
                extra: Double(ranges.count) * QueryPlanner.Cost.range, isOrdered: order != nil)
        }
    }

    /// The two and the three narrowest indices together.
    var intersections: [Offer] {
        var parts: [(access: QueryPlan.IndexAccess, count: Double, isExact: Bool)] = []
        for index in planner.indices where !parts.contains(where: { $0.access.index.path == index.path }) {
            guard let part = part(of: index), part.ranges != [.all] else { continue }
            let access = QueryPlan.IndexAccess(index: index, ranges: part.ranges, isReversed: false)
            parts.append((access, count(access), part.isExact))
        }
        parts.sort { $0.count < $1.count }
        guard let first = parts.first, first.count <= Double(QueryPlanner.maxIntersectedEntries), total > 0 else {
            return []
        }
        return (2...3).filter { $0 <= parts.count }.map { taken in
            let used = parts.prefix(taken)
            let covered = Set(used.filter(\.isExact).map(\.access.index.path))
            let residual = demand.parts.filter { part in part.path.map { !covered.contains($0) } ?? true }
            let shared = used.reduce(total) { $0 * min(1, $1.count / total) }
            let walked = used.reduce(0) {
                $0 + $1.count * QueryPlanner.Cost.entry + Double($1.access.ranges.count) * QueryPlanner.Cost.range
            }
            return offer(
                .intersection(used.map(\.access)), residual, count: shared,
                each: QueryPlanner.Cost.fetch, extra: walked, isOrdered: false)
        }
    }

    /// What the condition asks of an index; nil if it cannot be asked.
    private func part(of index: IndexDefinition) -> (ranges: [KeyRange], isExact: Bool, residual: [QueryDemand.Part])? {
        let set = demand.sets[index.path] ?? .all
        guard index.isUsable, index.hasAbsent || !set.hasAbsent else { return nil }
        guard index.isOrdered || set.points != nil else { return nil }
        let parts = set.ranges.map(\.inIndex)
        let isExact = parts.allSatisfy(\.isExact)
        // Long strings that share their beginning have the same range.
        return (
            ValueSet(parts.map(\.range)).ranges, isExact, demand.residual(without: isExact ? index.path : nil)
        )
    }

    private func count(_ access: QueryPlan.IndexAccess) -> Double {
        min(total, access.ranges.reduce(0) { $0 + Double(max(0, planner.estimate(access.index, $1))) })
    }

    /// Prices a way: how far it must go, and what the sorting costs that remains.
    private func offer(
        _ access: QueryPlan.Access, _ residual: [QueryDemand.Part], count: Double, each: Double, extra: Double,
        isOrdered: Bool
    ) -> Offer {
        let passing = max(chance(of: residual), 1e-6)
        let rows = min(count * passing, Double(query.limit ?? .max))
        var examined = count
        var cost = extra
        if isOrdered || query.order == nil {
            if let limit = query.limit { examined = min(count, Double(limit) / passing) }
        } else {
            let passes = max(1, (rows / Double(QueryPlanner.maxSortedRows)).rounded(.up))
            examined *= passes
            cost += count * passing * QueryPlanner.Cost.sort
        }
        cost += examined * each
        return Offer(
            access: access, residual: residual, isOrdered: isOrdered, candidates: count, examined: examined,
            rows: rows, cost: cost)
    }

    /// The share of candidates that pass all of these, as far as one can know.
    private func chance(of parts: [QueryDemand.Part]) -> Double {
        parts.reduce(query.isCheckedFurther ? 0.5 : 1) { $0 * (known($1) ?? Self.usual($1.condition)) }
    }

    /// What an index knows of it.
    private func known(_ part: QueryDemand.Part) -> Double? {
        guard let path = part.path, let set = part.set, total > 0,
            let index = planner.indices.first(where: { $0.path == path && $0.isUsable && $0.isOrdered }),
            index.hasAbsent || !set.hasAbsent
        else { return nil }
        let ranges = set.ranges.map(\.inIndex.range)
        return count(QueryPlan.IndexAccess(index: index, ranges: ranges, isReversed: false)) / total
    }

    /// Figures that are usual, where nobody knows.
    private static func usual(_ condition: Condition) -> Double {
        switch condition {
        case .compare(_, .equal, _): 0.1
        case .compare(_, .notEqual, _), .exists: 0.9
        case .among(_, let values): min(1, 0.1 * Double(values.count))
        case .prefix, .contains: 0.1
        case .not(let inner): 1 - usual(inner)
        case .any(let parts): min(1, parts.reduce(0) { $0 + usual($1) })
        case .all(let parts): parts.reduce(1) { $0 * usual($1) }
        case .never: 0
        case .always: 1
        default: 0.3
        }
    }

    /// The plan of an offer.
    func plan(_ offer: Offer) -> QueryPlan {
        var plan = demand.plan(offer.access, total: max(0, planner.total))
        let residual = offer.residual.map(\.condition)
        plan.residual = residual.count > 1 ? .all(residual) : residual.first ?? .always
        // Several passes over a store of any size might exceed what an Int holds.
        plan.examined = Int(min(offer.examined.rounded(.up), 1e18))
        plan.rows = Int(min(offer.rows.rounded(.up), 1e18))
        if query.order == nil { return plan }
        if offer.isOrdered {
            plan.ordering = .index
        } else if let limit = query.limit, limit <= QueryPlanner.maxSortedRows {
            plan.ordering = .heap(rows: limit)
        } else {
            plan.ordering = .passes(rows: QueryPlanner.maxSortedRows)
        }
        return plan
    }
}
