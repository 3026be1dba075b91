/// How a query is answered: a value that decides everything and does nothing.
///
/// Whoever runs it takes the candidates of ``access``, leaves out what does not pass ``residual`` (and the caller's own
/// check, if there is one) and what is not after ``after``, brings the rows into ``order`` as ``ordering`` says, and
/// ends at ``limit``. No candidate is named twice.
package struct QueryPlan: Sendable, Hashable {
    /// Where candidates come from.
    package enum Access: Sendable, Hashable {
        /// The condition holds for no record, or the limit is 0.
        case nothing
        /// The records of these ids, as far as they exist.
        case primary(ids: [String])
        case index(IndexAccess)
        /// The records that are in each of them; the first has the fewest.
        case intersection([IndexAccess])
        /// All records.
        case scan
    }

    /// A part of an index.
    package struct IndexAccess: Sendable, Hashable {
        package var index: IndexDefinition
        /// In order, none touching the next. Entries are a value's key and then the id, so ranges hold both; a status
        /// index is asked only for single values.
        package var ranges: [KeyRange]
        /// Whether the ranges, and the entries in each, are taken from the last to the first.
        package var isReversed: Bool
    }

    /// How rows get into order.
    package enum Ordering: Sendable, Hashable {
        /// No order was asked for.
        case none
        /// The index gives them in order; a limit ends it early.
        case index
        /// Candidates are in no order: ``TopRows`` keeps so many.
        case heap(rows: Int)
        /// There may be more rows than memory is given for: ``TopRows`` keeps so many, these are given out, and the
        /// candidates are gone through again for those after them.
        case passes(rows: Int)
    }

    package var access: Access
    /// The whole condition, normalized.
    package var condition: Condition
    /// What a candidate must still be checked for; ``Condition/always`` if nothing.
    package var residual: Condition
    /// Whether the caller's closure must be asked as well.
    package var isCheckedFurther: Bool
    package var order: SortOrder?
    package var ordering: Ordering
    package var limit: Int?
    /// Rows up to this one were given before. Ranges of an index are clipped to it where that is possible; whoever runs
    /// the plan compares positions all the same.
    package var after: Cursor?
    /// About how many candidates are looked at, of how many records, and how many rows come out.
    package var examined: Int
    package var total: Int
    package var rows: Int
}

extension QueryPlan: CustomStringConvertible {
    /// The plan for a person: one line each for access, check, order, limit and cost.
    package var description: String {
        var lines = [access.description]
        let checks = (residual == .always ? [] : ["\(residual)"]) + (isCheckedFurther ? ["the caller's closure"] : [])
        if access != .nothing {
            lines.append("check: " + (checks.isEmpty ? "nothing" : checks.joined(separator: ", and ")))
        }
        if let order { lines.append("order: \(order); \(ordering)") }
        if after != nil { lines.append("after: a cursor") }
        if let limit { lines.append("limit: \(limit)") }
        lines.append("cost: looks at about \(examined) of \(total) records for \(rows)")
        return lines.joined(separator: "\n")
    }
}

extension QueryPlan.Ordering: CustomStringConvertible {
    package var description: String {
        switch self {
        case .none: "as it comes"
        case .index: "the index has it"
        case .heap(let rows): "sorted, \(rows) rows kept"
        case .passes(let rows): "sorted in passes of \(rows) rows"
        }
    }
}

extension QueryPlan.Access: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothing: "nothing: no record is wanted"
        case .primary(let ids): ids.count == 1 ? "primary: id \(ids[0])" : "primary: \(ids.count) ids"
        case .index(let access): "index \(access)"
        case .intersection(let parts): "both of index " + parts.map(\.description).joined(separator: " and index ")
        case .scan: "scan: every record"
        }
    }
}

extension QueryPlan.IndexAccess: CustomStringConvertible {
    /// How many ranges are shown.
    private static let shown = 4

    package var description: String {
        let all = ranges == [.all]
        let list = ranges.prefix(Self.shown).map(\.description).joined(separator: ", ")
        let more = ranges.count > Self.shown ? ", and \(ranges.count - Self.shown) more" : ""
        let what = all ? "all entries" : "\(index.path) \(list)\(more)"
        return "\(index.name) (\(index.kind.rawValue)): \(what)\(isReversed ? ", backwards" : "")"
    }
}

extension KeyRange: CustomStringConvertible {
    /// As mathematicians write it: `[100, 200)` from 100 to before 200, `{100}` for one value, `"ab"…` for what begins
    /// so, `…` for no bound.
    package var description: String {
        if let point { return "{\(point)}" }
        if case .afterPrefix(let text) = Self.bound(high), ValueSet(prefix: text).ranges == [self] {
            return "\(FieldValue.string(text))…"
        }
        let first: String =
            switch Self.bound(low) {
            case .edge: "(…"
            case .before(let value), .within(let value): "[\(value)"
            case .after(let value): "(\(value)"
            case .afterPrefix(let text): "(\(FieldValue.string(text))…"
            }
        let last: String =
            switch Self.bound(high) {
            case .edge: "…)"
            case .before(let value): "\(value))"
            case .after(let value), .within(let value): "\(value)]"
            case .afterPrefix(let text): "\(FieldValue.string(text))…]"
            }
        return first + ", " + last
    }
}
