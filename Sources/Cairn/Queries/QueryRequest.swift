/// What a query asks for, untyped: which records, in which order, how many, after which.
package struct QueryRequest: Sendable, Hashable {
    package var condition: Condition
    /// Without keys the order is not promised, unless pages are wanted: then it is that of ids.
    package var sort: [SortKey]
    /// At most so many rows; nil for all.
    package var limit: Int?
    /// The rows after this one.
    package var after: Cursor?
    /// Whether a cursor will be asked for, so that the order must be one that can be taken up again.
    package var isPaged: Bool
    /// Whether the caller checks the decoded record further, by a closure that the planner knows nothing of.
    package var isCheckedFurther: Bool

    package init(
        _ condition: Condition = .always, sort: [SortKey] = [], limit: Int? = nil, after: Cursor? = nil,
        isPaged: Bool = false, isCheckedFurther: Bool = false
    ) {
        self.condition = condition
        self.sort = sort
        self.limit = limit
        self.after = after
        self.isPaged = isPaged
        self.isCheckedFurther = isCheckedFurther
    }

    /// The order of the rows; nil if none is promised.
    package var order: SortOrder? { sort.isEmpty && after == nil && !isPaged ? nil : SortOrder(sort) }

    /// Errors: `.invalidQuery` for a negative limit, or a cursor of another order; those of ``Condition/check()``;
    /// `.tooLarge` for too many sort keys.
    package func check() throws(StateError) {
        try condition.check()
        try SortKey.check(sort)
        if let limit, limit < 0 { throw StateError(.invalidQuery, "a limit is 0 or more, not \(limit)") }
        if let after, after.order != SortOrder(sort).mark || after.fieldKeys.count != sort.count {
            throw StateError(
                .invalidQuery, "the cursor belongs to another order; sort as the query did that gave it, or begin anew")
        }
    }
}
