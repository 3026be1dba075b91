import CairnLog

/// `cairn stats STORE [--prometheus]`
struct StatsVerb: Verb {
    static let manual = Manual(
        name: "stats", summary: "show how large the store is and how much of it is live", operands: [.store],
        options: [
            Option(name: "prometheus", help: "write for a scraper: text exposition format 0.0.4"), .json, .quiet,
        ],
        notes: [
            "Reads beside a running writer, and changes nothing. What a program has done since it opened the store",
            "only that program can tell: `log.statistics.prometheusText(store:)` does, in the same format.",
        ],
        examples: [
            "cairn stats store", "cairn stats store --json | jq .liveBytes",
            "cairn stats store --prometheus > textfile_collector/cairn.prom",
        ])

    private let store: String
    private let isForScrapers: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        isForScrapers = arguments.has("prometheus")
        if isForScrapers, arguments.has("json") {
            throw UsageError("--prometheus and --json exclude each other", verb: "stats")
        }
    }

    func run(_ console: Console) async throws -> ExitCode {
        try await console.reading(store) { log in
            let numbers = log.statistics
            if isForScrapers {
                try console.output.write(numbers.prometheusText(store: store, sinceOpening: false))
                return .fine
            }
            if console.isJSON { try console.writeJSON(numbers) } else { try console.output.write(text(numbers)) }
            return .fine
        }
    }

    private func text(_ numbers: LogStatistics) -> String {
        let share = numbers.logBytes > 0 ? Double(numbers.liveBytes) / Double(numbers.logBytes) * 100 : 0
        return Table(facts: [
            ("store", store),
            (
                "records",
                "\(Quantity.count(numbers.keys)) (\(Quantity.bytes(numbers.keyTableBytes)) of memory for their keys)"
            ),
            ("last sequence", Quantity.count(numbers.lastSequence.number)),
            ("segments", Quantity.count(numbers.segments)),
            ("log", Quantity.bytes(numbers.logBytes)),
            ("live", "\(Quantity.bytes(numbers.liveBytes)) (\(Quantity.decimal(share, places: 0)) %)"),
        ]).text
    }
}
