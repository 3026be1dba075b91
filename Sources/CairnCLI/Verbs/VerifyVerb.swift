import CairnLog

/// `cairn verify STORE`
struct VerifyVerb: Verb {
    static let manual = Manual(
        name: "verify", summary: "read every byte and say whether all is well", operands: [.store],
        options: [.json, .quiet],
        notes: [
            "Changes nothing and takes no lock.",
            "Exit codes: 0 all is well, 2 damage (acknowledged bytes are not what they were), 3 a torn tail (an",
            "unfinished write, as a crash leaves it; the next opening clears it away).",
        ],
        examples: ["cairn verify store", "cairn verify store --json | jq .findings"])

    private let store: String

    init(_ arguments: Arguments) throws(UsageError) { store = arguments.operands[0] }

    func run(_ console: Console) async throws -> ExitCode {
        let bar = console.progress()
        defer { bar.clear() }
        let report = try await Log.verify(store, progress: bar.report)
        bar.clear()
        if console.isJSON {
            try console.writeJSON(report)
        } else {
            try console.output.write(report.text(store: store, console.style))
        }
        return report.exitCode
    }
}
