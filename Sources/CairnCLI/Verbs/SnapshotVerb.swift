import CairnLog

/// `cairn snapshot STORE`
struct SnapshotVerb: Verb {
    static let manual = Manual(
        name: "snapshot", summary: "publish the present state as one compressed file", operands: [.store],
        options: [.json, .quiet],
        notes: ["The next opening starts from it. The file is a standard LZ4 frame: `lz4cat` shows it."],
        examples: ["cairn snapshot store", "lz4cat store/snap-*.jsonl.lz4 | jq ."])

    private let store: String

    init(_ arguments: Arguments) throws(UsageError) { store = arguments.operands[0] }

    func run(_ console: Console) async throws -> ExitCode {
        var options = LogOptions()
        options.createIfMissing = false
        return try await console.writing(store, options) { log in
            let bar = console.progress()
            defer { bar.clear() }
            let report = try await log.snapshot(progress: bar.report)
            bar.clear()
            if console.isJSON { try console.writeJSON(report) } else { try console.output.write(text(report)) }
            return .fine
        }
    }

    private func text(_ report: SnapshotReport) -> String {
        Table(facts: [
            ("file", report.file), ("as of", "sequence \(Quantity.count(report.sequence.number))"),
            ("records", Quantity.count(report.records)), ("text", Quantity.bytes(report.bytes)),
            ("on disk", Quantity.bytes(report.compressedBytes)), ("time", Quantity.milliseconds(report.milliseconds)),
        ]).text
    }
}
