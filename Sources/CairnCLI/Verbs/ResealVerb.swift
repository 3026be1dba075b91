import CairnLog

/// `cairn reseal STORE`
struct ResealVerb: Verb {
    static let manual = Manual(
        name: "reseal", summary: "accept lines that were edited by hand", operands: [.store],
        options: [Option(name: "dry-run", help: "only list the lines"), .yes, .json, .quiet],
        notes: [
            "An edited line no longer matches its checksum and counts as damage. This gives it a new checksum and",
            "leaves a note about it in the store. Asks first, with the list of lines:",
            "look at it well, rot looks like an edit, too.",
        ],
        examples: ["cairn reseal store --dry-run", "cairn reseal store --yes"])

    private let store: String
    private let isDryRun: Bool
    private let isAgreed: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        isDryRun = arguments.has("dry-run")
        isAgreed = arguments.has("yes")
    }

    func run(_ console: Console) async throws -> ExitCode {
        if !isDryRun, !isAgreed {
            // Nobody can answer for lines that they have not seen.
            let found = try await reseal(console, dryRun: true)
            let question = "\(text(found))\nthese lines of \(store) will count as right from now on"
            let asking = Confirmation(console: console, verb: "reseal", isGiven: found.lines.isEmpty)
            guard try asking.ask(question) else { return .failure }
        }
        let report = try await reseal(console, dryRun: isDryRun)
        if console.isJSON { try console.writeJSON(report) } else { try console.output.write(text(report)) }
        return .fine
    }

    private func reseal(_ console: Console, dryRun: Bool) async throws -> ResealReport {
        let bar = console.progress()
        defer { bar.clear() }
        return try await Log.reseal(store, dryRun: dryRun, progress: bar.report)
    }

    private func text(_ report: ResealReport) -> String {
        guard !report.lines.isEmpty else { return "every line matches its checksum\n" }
        var table = Table([.right, .left, .right, .left, .left])
        table.add(["SEQUENCE", "FILE", "OFFSET", "OLD SUM", "NEW SUM"])
        for line in report.lines {
            table.add([line.sequence.description, line.file, String(line.offset), line.oldSum, line.newSum])
        }
        let count = "\(Quantity.count(report.lines.count)) line\(report.lines.count == 1 ? "" : "s")"
        return table.text + (report.isDryRun ? "\n\(count) would be accepted\n" : "\n\(count) accepted\n")
    }
}
