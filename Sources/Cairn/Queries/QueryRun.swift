/// A record that a query looks at.
struct QueryRow {
    var id: String
    var json: [UInt8]
}

/// Runs a plan over a source: candidates, what remains to check, order, limit.
struct QueryRun<Source: RecordSource> {
    let source: Source
    let kind: String
    let plan: QueryPlan
    /// What the planner knows nothing of.
    let check: ((QueryRow) throws -> Bool)?

    static func plan(_ request: QueryRequest, _ kind: String, _ source: Source) throws(StateError) -> QueryPlan {
        let indices = source.indices(kind)
        let planner = QueryPlanner(
            indices: indices?.definitions ?? [], total: indices?.count ?? source.total
        ) { definition, range in indices?.tree(definition)?.count(in: range.range) ?? 0 }
        return try planner.plan(request)
    }

    /// Gives the rows in their order until `body` returns false. Memory is bounded by the rows that are kept to be
    /// sorted.
    func forEach(_ body: (QueryRow) throws -> Bool) throws {
        var left = plan.limit ?? .max
        guard left > 0 else { return }
        switch plan.ordering {
        case .none, .index:
            try passing(after: nil) { row in
                left -= 1
                return try body(row) && left > 0
            }
        case .heap(let rows):
            for row in try page(rows: rows, after: nil) where try !body(row.row) { return }
        case .passes(let rows):
            var last: [UInt8]?
            while true {
                let page = try page(rows: rows, after: last)
                for row in page {
                    guard try body(row.row) else { return }
                    left -= 1
                    if left == 0 { return }
                }
                guard let end = page.last, page.count == rows else { return }
                last = end.position
            }
        }
    }

    private func page(rows: Int, after: [UInt8]?) throws -> [(position: [UInt8], row: QueryRow)] {
        guard let order = plan.order else { return [] }
        var top = TopRows<QueryRow>(capacity: rows)
        try passing(after: after) { row in
            top.insert(row, at: Self.position(of: row, order))
            return true
        }
        return top.sorted()
    }

    /// Candidates that pass every check and stand behind `after` and the plan's own cursor.
    private func passing(after: [UInt8]?, _ body: (QueryRow) throws -> Bool) throws {
        let start = plan.after.flatMap { plan.order?.position(of: $0) }
        try candidates { row in
            guard plan.residual.matches(row.json), try check?(row) ?? true else { return true }
            if let order = plan.order, start != nil || after != nil {
                let position = Self.position(of: row, order)
                for bound in [start, after] {
                    if let bound, ByteOrder.compare(bound, position) >= 0 { return true }
                }
            }
            return try body(row)
        }
    }

    private static func position(of row: QueryRow, _ order: SortOrder) -> [UInt8] {
        row.json.withUnsafeBytes { order.position(of: $0, id: Array(row.id.utf8)) }
    }

    private func candidates(_ body: (QueryRow) throws -> Bool) throws {
        switch plan.access {
        case .nothing: return
        case .scan: try source.scan(kind) { id, json in try body(QueryRow(id: id, json: json)) }
        case .primary(let ids): for id in ids where try !look(id, body) { return }
        case .index(let access): try ids(access) { id in try look(id, body) }
        case .intersection(let parts):
            var common: Set<String>?
            for part in parts {
                var found: Set<String> = []
                try ids(part) { id in
                    if common?.contains(id) ?? true { found.insert(id) }
                    return true
                }
                common = found
            }
            for id in common ?? [] where try !look(id, body) { return }
        }
    }

    private func look(_ id: String, _ body: (QueryRow) throws -> Bool) throws -> Bool {
        guard let json = try source.json(RecordName(kind: kind, id: id)) else { return true }
        return try body(QueryRow(id: id, json: json))
    }

    /// The ids of a part of an index, in its order.
    private func ids(_ access: QueryPlan.IndexAccess, _ body: (String) throws -> Bool) throws {
        guard let tree = source.indices(kind)?.tree(access.index) else { return }
        for range in access.isReversed ? access.ranges.reversed() : access.ranges {
            var cursor = tree.cursor(over: range.range, access.isReversed ? .backward : .forward)
            while let entry = cursor.next() {
                guard let decoded = DecodedKey(entry) else { continue }
                guard try body(String(decoding: entry.dropFirst(decoded.length), as: UTF8.self)) else { return }
            }
        }
    }
}
