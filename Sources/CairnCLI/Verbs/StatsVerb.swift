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
            "cairn stats store", "cairn stats store --json | jq '.[\"log.live\"]'",
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
            // What happened since opening is about this look at the store, and nothing to tell.
            let values = numbers.values.filter { !$0.isSinceOpening }
            if console.isJSON {
                try console.writeJSON(ListedValues(values: values))
            } else {
                try console.output.write(text(values))
            }
            return .fine
        }
    }

    private func text(_ values: [StatisticsValue]) -> String {
        var table = Table([.left, .left, .left])
        for value in values {
            let number = value.whole ?? 0
            table.add([
                value.name, value.unit == .bytes ? Quantity.bytes(number) : Quantity.count(number), value.help,
            ])
        }
        return table.text
    }
}

/// `{"log.records":7,…}`
private struct ListedValues: Encodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    let values: [StatisticsValue]

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        for value in values {
            let name = Name(stringValue: value.name)
            if let whole = value.whole {
                try members.encode(whole, forKey: name)
            } else {
                try members.encode(value.number, forKey: name)
            }
        }
    }
}
