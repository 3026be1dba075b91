/// A question for records of one kind, as text: what a person types.
///
///     try UntypedQuery(where: #"status == "active" && score >= 100"#, sortedBy: "score desc, name", limit: 10)
public struct UntypedQuery: Sendable {
    let request: QueryRequest

    /// - Parameters:
    ///   - condition: `score >= 100 && (name startsWith "A" || exists(city))`; empty for all records.
    ///   - order: Fields with commas between, each with `asc` or `desc` behind it; empty for no order.
    ///   - limit: At most so many.
    ///
    /// Errors: `.invalidQuery` with the column, the line and a caret; `.tooLarge` above a limit.
    public init(where condition: String = "", sortedBy order: String = "", limit: Int? = nil) throws(StateError) {
        request = QueryRequest(
            condition.isEmpty ? .always : try Condition(parsing: condition),
            sort: order.isEmpty ? [] : try SortKey.list(parsing: order), limit: limit)
        try request.check()
    }
}
