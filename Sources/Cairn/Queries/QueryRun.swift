/// Runs a plan over a source, row by row: candidates, what remains to check, order, limit.
///
/// Memory is bounded by the rows that are kept to be sorted.
struct QueryRun<Source: RecordSource> {
    private let source: Source
    private let kind: String
    private let plan: QueryPlan
    /// What the planner knows nothing of.
    private let check: ((QueryRow) throws(StateError) -> Bool)?
    /// Rows up to this one were given before; nil for all.
    private let start: [UInt8]?
    /// How many rows may still be given.
    private var left: Int
    private var candidates: QueryCandidates<Source>?
    /// Where rows are sorted: those of this pass, the next one last, and the place of the last of them.
    private var page: [QueryRow] = []
    private var last: [UInt8]?
    private var isLastPage = false

    init(source: Source, kind: String, plan: QueryPlan, check: ((QueryRow) throws(StateError) -> Bool)?) {
        self.source = source
        self.kind = kind
        self.plan = plan
        self.check = check
        start = plan.after.flatMap { plan.order?.position(of: $0) }
        left = plan.limit ?? .max
    }

    static func plan(_ request: QueryRequest, _ kind: String, _ source: Source) throws(StateError) -> QueryPlan {
        try planner(kind, source).plan(request)
    }

    static func planner(_ kind: String, _ source: Source) -> QueryPlanner {
        let indices = source.indices(kind)
        return QueryPlanner(
            indices: indices?.definitions ?? [], total: indices?.count ?? source.total
        ) { definition, range in indices?.tree(definition)?.count(in: range.range) ?? 0 }
    }

    /// The next row in the plan's order; nil at the end.
    mutating func next() throws(StateError) -> QueryRow? {
        guard left > 0 else { return nil }
        let row: QueryRow?
        switch plan.ordering {
        case .none, .index: row = try passing(after: nil)?.row
        case .heap(let rows), .passes(let rows):
            if page.isEmpty, !isLastPage { try turnPage(rows) }
            row = page.popLast()
        }
        if row != nil { left -= 1 }
        return row
    }

    /// Finds the rows behind those that were given.
    private mutating func turnPage(_ rows: Int) throws(StateError) {
        var top = TopRows<QueryRow>(capacity: rows)
        candidates = nil
        while let (row, position) = try passing(after: last) { top.insert(row, at: position) }
        let sorted = top.sorted()
        page = sorted.reversed().map(\.row)
        last = sorted.last?.position
        isLastPage = !top.isFull
    }

    /// The next candidate that passes every check and stands behind `after` and the plan's own cursor.
    private mutating func passing(after: [UInt8]?) throws(StateError) -> (row: QueryRow, position: [UInt8])? {
        var candidates = candidates ?? QueryCandidates(source, kind, plan.access)
        // One owner, so that it is changed in place.
        self.candidates = nil
        defer { self.candidates = candidates }
        while let row = try candidates.next() {
            guard plan.residual.matches(row.json), try check?(row) ?? true else { continue }
            var position: [UInt8] = []
            if let order = plan.order, plan.ordering != .index || start != nil {
                position = row.json.withUnsafeBytes { order.position(of: $0, id: Array(row.id.utf8)) }
                if let start, ByteOrder.compare(start, position) >= 0 { continue }
                if let after, ByteOrder.compare(after, position) >= 0 { continue }
            }
            return (row, position)
        }
        return nil
    }
}
