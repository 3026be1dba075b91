import CairnLog

/// `cairn compact STORE [--all]`
struct CompactVerb: Verb {
    static let manual = Manual(
        name: "compact", summary: "give back the room of old versions and removed records", operands: [.store],
        options: [
            Option(name: "all", help: "rewrite every segment that has anything dead in it"),
            .retention, .yes, .json, .quiet,
        ],
        notes: [
            "Drops history: asks first. Segments that are more than half live are left alone, unless --all is given:",
            "that gives back the most room, and writes the most.",
            "RULE is how many versions of a record are kept: latest (default), a number, a span such as 3600s, or all.",
            "An empty KIND (`--retention =5`) stands for every kind that is not named.",
            "Ctrl-C stops it; what was finished by then is kept, and nothing is lost.",
        ],
        examples: ["cairn compact store --yes", "cairn compact store --retention plan=5 --retention audit=all --yes"])

    private let store: String
    private let rules: [String: Retention]
    private let isForAll: Bool
    private let isAgreed: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        rules = try arguments.retention()
        isForAll = arguments.has("all")
        isAgreed = arguments.has("yes")
    }

    func run(_ console: Console) async throws -> ExitCode {
        let question = "compacting \(store) drops old versions of its records for good"
        guard try Confirmation(console: console, verb: "compact", isGiven: isAgreed).ask(question) else {
            return .failure
        }
        var options = LogOptions()
        options.createIfMissing = false
        options.retention = rules
        return try await console.writing(store, options) { log in
            let bar = console.progress()
            defer { bar.clear() }
            let report = try await log.compact(all: isForAll, progress: bar.report)
            bar.clear()
            if console.isJSON { try console.writeJSON(report) } else { try console.output.write(text(report)) }
            return report.wasCancelled ? .failure : .fine
        }
    }

    private func text(_ report: CompactionReport) -> String {
        if report.segmentsBefore == 0, !report.wasCancelled {
            let reason =
                isForAll ? "nothing in it is dead" : "no segment is more than half dead; --all takes the others as well"
            return "nothing to give back: \(reason)\n"
        }
        let seconds = report.milliseconds / 1_000
        let speed = seconds > 0 ? Double(report.bytesRead + report.bytesWritten) / seconds : 0
        return Table(facts: [
            (
                "segments",
                "\(Quantity.count(report.segmentsBefore)) replaced by \(Quantity.count(report.segmentsAfter))"
            ),
            ("lines", "\(Quantity.count(report.linesKept)) kept, \(Quantity.count(report.linesDropped)) dropped"),
            ("read", Quantity.bytes(report.bytesRead)), ("written", Quantity.bytes(report.bytesWritten)),
            ("given back", Quantity.bytes(report.bytesReclaimed)),
            ("log now", "\(Quantity.bytes(report.logBytes)), \(Quantity.bytes(report.liveBytes)) of it live"),
            ("time", "\(Quantity.milliseconds(report.milliseconds)), \(Quantity.bytes(Quantity.whole(speed)))/s"),
        ]).text + (report.wasCancelled ? "stopped early; what is listed above is done\n" : "")
    }
}
