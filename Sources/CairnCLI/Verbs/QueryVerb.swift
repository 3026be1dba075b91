import Cairn

/// `cairn query STORE TYPE --where CONDITION`
struct QueryVerb: Verb {
    static let manual = Manual(
        name: "query", summary: "print the records that meet a condition", operands: [.store, .type],
        options: [
            Option(name: "where", value: "CONDITION", help: "what a record must meet (default: all records)"),
            Option(name: "sort", value: "FIELDS", help: "the order, such as score:desc,name (default: none)"),
            Option(name: "limit", value: "N", help: "at most N records"),
            Option(name: "count", help: "only say how many there are"),
            Option(name: "explain", help: "only say how it is answered"),
            Option(name: "table", help: "columns for people: \(RecordTable.mostRows) records at most"),
            .json, .quiet,
        ],
        notes: [
            "Prints one record's JSON a line, all as of one moment, and reads beside a running writer.",
            "",
            "  score >= 100 && status == \"active\"      also and, or, not; && binds before ||",
            "  name startsWith \"A\" || tags contains 'x' texts in either quotes; exists(city)",
            "  score in 10..<20, status in [\"a\", \"b\"]  ranges and lists; not in",
            "  address.city == null, `odd name` == 1    members of members; names in back quotes",
            "",
            "A member that is not there is equal to nothing, so `!=` holds for it. Values of different sorts are",
            "never less or greater than each other. The store knows its indices, see `cairn index`, but their trees",
            "live in the programs that open it; to make one every record is read. So here every record is looked at,",
            "unless `id == …` names it. Sorting keeps 16,384 rows in memory and looks at the records again for those",
            "behind them, which a --limit spares; from 81,920 rows on an index of the order is made instead.",
        ],
        examples: [
            "cairn query store player --where 'status == \"active\" && score >= 100' --sort score:desc,name --limit 10",
            "cairn query store player --where 'exists(email)' --count",
            "cairn query store player --sort name --table",
        ])

    private enum Answer { case rows, table, count, plan }

    private let store: String
    private let kind: String
    private let query: UntypedQuery
    private let limit: Int?
    private let answer: Answer

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        kind = arguments.operands[1]
        limit = try arguments.number("limit", in: 0...Int.max)
        let given = ["count", "explain", "table"].filter { arguments.has($0) }
        if given.count > 1 { throw UsageError("--\(given[0]) and --\(given[1]) exclude each other", verb: "query") }
        if arguments.has("table"), arguments.has("json") {
            throw UsageError("--table is for people, --json for machines; choose one", verb: "query")
        }
        answer =
            switch given.first {
            case "count": .count
            case "explain": .plan
            case "table": .table
            default: .rows
            }
        let most = answer == .table ? min(limit ?? RecordTable.mostRows, RecordTable.mostRows) : limit
        let order = Self.spaced(arguments.value("sort") ?? "")
        do throws(StateError) {
            query = try UntypedQuery(where: arguments.value("where") ?? "", sortedBy: order, limit: most)
        } catch { throw UsageError(error.message, verb: "query") }
    }

    func run(_ console: Console) async throws -> ExitCode {
        try await console.readingRecords(store) { records in
            switch answer {
            case .plan: try explain(records, console)
            case .count: try count(records, console)
            case .rows: try rows(records, console)
            case .table: try table(records, console)
            }
            return .fine
        }
    }

    private func rows(_ records: UntypedStore, _ console: Console) throws {
        let bar = console.rowProgress()
        defer { bar.clear() }
        try records.forEach(query, of: kind, progress: console.recordProgress(bar)) { _, json in
            try console.output.write(json)
            try console.output.write("\n")
            if console.interruption.isRequested { throw CommandFailure.interrupted }
            return true
        }
    }

    private func table(_ records: UntypedStore, _ console: Console) throws {
        let bar = console.progress()
        defer { bar.clear() }
        var table = RecordTable()
        try records.forEach(query, of: kind, progress: console.recordProgress(bar)) { _, json in
            try table.add(json)
            return true
        }
        bar.clear()
        try console.output.write(table.text(console.style))
        if table.count == RecordTable.mostRows, limit ?? .max > RecordTable.mostRows {
            console.note("these are the first \(Quantity.count(table.count)); without --table all are printed")
        }
    }

    private func count(_ records: UntypedStore, _ console: Console) throws {
        let bar = console.progress()
        defer { bar.clear() }
        let count = try records.count(query, of: kind, progress: console.recordProgress(bar))
        bar.clear()
        if console.isJSON { try console.writeJSON(["count": count]) } else { try console.output.write("\(count)\n") }
    }

    private func explain(_ records: UntypedStore, _ console: Console) throws {
        let bar = console.progress()
        defer { bar.clear() }
        let plan = try records.explain(query, of: kind, progress: console.recordProgress(bar))
        bar.clear()
        if console.isJSON { try console.writeJSON(["plan": plan]) } else { try console.output.write(plan + "\n") }
    }

    /// `score:desc` is easier to type in a shell than `score desc`; within back quotes a colon is part of a name.
    private static func spaced(_ order: String) -> String {
        var isQuoted = false
        return String(
            order.map { letter in
                if letter == "`" { isQuoted.toggle() }
                return letter == ":" && !isQuoted ? " " : letter
            })
    }
}
