import CairnLog

/// `cairn recover STORE [--mode …] [--dry-run]`
struct RecoverVerb: Verb {
    static let manual = Manual(
        name: "recover", summary: "bring a store back that was torn or damaged", operands: [.store],
        options: [
            Option(name: "mode", value: "MODE", help: "acknowledged (default), strict or salvage"),
            Option(name: "dry-run", help: "only say what would be done"),
            .yes, .json, .quiet,
        ],
        notes: [
            "acknowledged  drops a torn tail that was never acknowledged; leaves a damaged store as it is",
            "strict        refuses when anything is odd",
            "salvage       keeps every intact line, records the gap, and lets the store be written again; asks first",
            "Whatever cannot be kept is put aside in STORE/quarantine, never deleted.",
            "Exit codes: 0 the store can be written, 2 damage, 3 a torn tail (with --dry-run or strict).",
        ],
        examples: ["cairn recover store --dry-run", "cairn recover store --mode salvage --yes"])

    private let store: String
    private let mode: RecoveryMode
    private let isDryRun: Bool
    private let isAgreed: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        let word = arguments.value("mode") ?? RecoveryMode.acknowledged.rawValue
        // Read-only recovery is `cairn verify`.
        guard let mode = RecoveryMode(rawValue: word), mode != .readOnly else {
            throw UsageError("--mode wants acknowledged, strict or salvage, not `\(word)`", verb: "recover")
        }
        self.mode = mode
        isDryRun = arguments.has("dry-run")
        isAgreed = arguments.has("yes")
    }

    func run(_ console: Console) async throws -> ExitCode {
        if mode == .salvage, !isDryRun {
            let question =
                "salvage gives up what is damaged in \(store) for good (a copy of the bytes is kept in quarantine)"
            guard try Confirmation(console: console, verb: "recover", isGiven: isAgreed).ask(question) else {
                return .failure
            }
        }
        let bar = console.progress()
        defer { bar.clear() }
        let report = try await Log.recover(store, mode: mode, dryRun: isDryRun, progress: bar.report)
        bar.clear()
        if console.isJSON {
            try console.writeJSON(report)
        } else {
            try console.output.write(report.text(store: store, console.style))
            try console.output.write("\n" + outcome(report) + "\n")
        }
        return isDryRun || !report.isWritable ? report.exitCode : .fine
    }

    private func outcome(_ report: RecoveryReport) -> String {
        if isDryRun { return report.intention + "nothing was changed" }
        if report.isWritable { return "the store can be written" }
        return "the store can be read, not written; `cairn recover \(store) --mode salvage` keeps what is intact"
    }
}
