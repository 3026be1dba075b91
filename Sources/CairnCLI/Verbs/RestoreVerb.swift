import Cairn

/// `cairn restore STORE NEW_FOLDER [--as-of MOMENT]`
struct RestoreVerb: Verb {
    static let manual = Manual(
        name: "restore", summary: "make a new store of what this one was at some moment",
        operands: [.store, Operand(name: "NEW_FOLDER", help: "a folder that does not exist yet, or is empty")],
        options: [.asOf, .json, .quiet],
        notes: [
            "Copies the log up to the moment, with its history and its times, into a store of its own, and reads it",
            "back. Without --as-of everything is copied. The old store is read, also beside a running writer, and not",
            "changed. A day stands for its first moment; a transaction that the moment cuts in two is left out.",
            "Refuses where compaction has dropped what may have been part of that moment, and names a better one.",
            "Until it is complete the folder is called NEW_FOLDER.unfinished; Ctrl-C and failures remove it.",
        ],
        examples: [
            "cairn restore store before-the-accident --as-of 2026-11-20T20:13:00Z",
            "cairn restore store copy --as-of 1200",
        ])

    private let store: String
    private let target: String
    private let moment: PastMoment?

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        target = arguments.operands[1]
        moment = try arguments.moment()
    }

    func run(_ console: Console) async throws -> ExitCode {
        try await console.readingRecords(store) { records in
            let bar = console.progress()
            defer { bar.clear() }
            let report = try await records.restore(to: target, asOf: moment, progress: console.recordProgress(bar))
            bar.clear()
            if console.isJSON { try console.writeJSON(report) } else { try console.output.write(text(report)) }
            return .fine
        }
    }

    private func text(_ report: RestoreReport) -> String {
        Table(facts: [
            ("restored", target),
            ("as of", "sequence \(Quantity.count(report.sequence.number)), \(report.timestamp)"),
            ("records", Quantity.count(report.keys)), ("lines", Quantity.count(report.lines)),
            ("sequences", report.keepsSequences ? "as they were" : "begin anew: compaction had left gaps"),
            ("time", Quantity.milliseconds(report.milliseconds)),
        ]).text
    }
}
