/// A query taken apart: what must all hold, and which values each field may have.
struct QueryDemand {
    /// One of the conditions that must all hold.
    struct Part {
        var condition: Condition
        /// The field that it is about, if it is about one and its values alone.
        var path: FieldPath?
        /// Those values.
        var set: ValueSet?
    }

    let query: QueryRequest
    /// The whole, normalized.
    let condition: Condition
    let parts: [Part]
    /// What all parts together allow each field.
    let sets: [FieldPath: ValueSet]

    init(_ query: QueryRequest) {
        self.query = query
        let normalized = query.condition.normalized
        var parts: [Part] = []
        var sets: [FieldPath: ValueSet] = [:]
        let row: [Condition] =
            if case .all(let row) = normalized { row } else { normalized == .always ? [] : [normalized] }
        for part in row {
            let found = ValueSet.of(part)
            parts.append(Part(condition: part, path: found?.path, set: found?.set))
            if let (path, set) = found { sets[path] = sets[path].map { $0.intersection(set) } ?? set }
        }
        self.parts = parts
        self.sets = sets
        // Parts that no single comparison could merge may still exclude each other.
        condition = sets.values.contains(where: \.isEmpty) ? .never : normalized
    }

    /// What is left to check once the field is known to have its values.
    func residual(without path: FieldPath?) -> [Part] { parts.filter { $0.path == nil || $0.path != path } }

    /// The one value that a field must have, if there is only one.
    func fixed(_ path: FieldPath) -> FieldValue? {
        guard let points = sets[path]?.points, points.count == 1 else { return nil }
        return points[0]
    }

    /// A plan that needs no figures.
    func plan(_ access: QueryPlan.Access, total: Int) -> QueryPlan {
        QueryPlan(
            access: access, condition: condition, residual: access == .nothing ? .always : condition,
            isCheckedFurther: query.isCheckedFurther, order: query.order, ordering: .none, limit: query.limit,
            after: query.after, examined: 0, total: total, rows: 0)
    }
}
