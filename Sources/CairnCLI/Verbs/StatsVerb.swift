import CairnLog

/// `cairn stats STORE`
struct StatsVerb: Verb {
    static let manual = Manual(
        name: "stats", summary: "show how large the store is and how much of it is live", operands: [.store],
        options: [.json, .quiet], notes: ["Reads beside a running writer, and changes nothing."],
        examples: ["cairn stats store", "cairn stats store --json | jq .liveBytes"])

    private let store: String

    init(_ arguments: Arguments) throws(UsageError) { store = arguments.operands[0] }

    func run(_ console: Console) async throws -> ExitCode {
        try await console.reading(store) { log in
            let numbers = log.statistics
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
