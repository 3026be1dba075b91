import Cairn

/// `cairn export STORE [TYPE] --format jsonl|csv`
struct ExportVerb: Verb {
    static let manual = Manual(
        name: "export", summary: "print all records for other programs, as JSON lines or CSV",
        operands: [.store, Operand(name: "TYPE", help: "the kind of record (default: all)", isOptional: true)],
        options: [
            Option(
                name: "format", value: "FORM", choices: Form.allCases.map(\.rawValue), help: "jsonl (default) or csv"),
            .json, .quiet,
        ],
        notes: [
            "jsonl  one record a line, to the byte as stored, for `cairn import`. Without TYPE each line has the",
            "       record's sequence, timestamp and type around it, as `cairn get --json` has.",
            "csv    RFC 4180, and wants a TYPE. The columns are `id` and then every other member that any record has,",
            "       sorted by name: the same records make the same columns. Texts stand as they are, objects and",
            "       arrays as JSON; null and what is not there are empty. The records are read twice for it.",
            "All as of one moment, in no order; reads beside a running writer.",
        ],
        examples: ["cairn export store plan > plans.jsonl", "cairn export store plan --format csv > plans.csv"])

    private enum Form: String, CaseIterable { case jsonl, csv }

    private let store: String
    private let kind: String?
    private let form: Form

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        kind = arguments.operands.count > 1 ? arguments.operands[1] : nil
        let word = arguments.value("format") ?? Form.jsonl.rawValue
        guard let form = Form(rawValue: word) else {
            throw UsageError("--format wants jsonl or csv, not `\(word)`", verb: "export")
        }
        self.form = form
        guard form == .csv else { return }
        if kind == nil {
            throw UsageError("--format csv wants a TYPE: each kind has columns of its own", verb: "export")
        }
        if arguments.has("json") { throw UsageError("--format csv is not JSON; leave one of them out", verb: "export") }
    }

    func run(_ console: Console) async throws -> ExitCode {
        try await console.readingRecords(store) { records in
            let bar = console.rowProgress()
            defer { bar.clear() }
            switch form {
            case .jsonl: try lines(records, console, bar)
            case .csv: try table(records, console, bar)
            }
            return .fine
        }
    }

    private func lines(_ records: UntypedStore, _ console: Console, _ bar: ProgressBar) throws {
        try records.forEach(of: kind, progress: console.recordProgress(bar)) { record in
            if kind == nil {
                try console.write(
                    FramedRecord(
                        sequence: record.revision, timestamp: record.timestamp, kind: record.kind, id: record.id,
                        json: record.json))
            } else {
                try console.output.write(record.json)
                try console.output.write("\n")
            }
            if console.interruption.isRequested { throw CommandFailure.interrupted }
            return true
        }
    }

    /// A store that is open for reading stands still, so both passes see the same records.
    private func table(_ records: UntypedStore, _ console: Console, _ bar: ProgressBar) throws {
        var names: Set<String> = []
        try records.forEach(of: kind, progress: console.recordProgress(bar)) { record in
            for (name, _) in try RecordMembers(of: record.json).list { names.insert(name) }
            guard names.count <= CSVTable.mostColumns else {
                throw CommandFailure(
                    "the records have more than \(Quantity.count(CSVTable.mostColumns)) different members; a table is "
                        + "not for them, `--format jsonl` is")
            }
            return true
        }
        let table = CSVTable(names: names)
        try console.output.write(table.header)
        try records.forEach(of: kind, progress: console.recordProgress(bar)) { record in
            try console.output.write(table.row(try RecordMembers(of: record.json)))
            if console.interruption.isRequested { throw CommandFailure.interrupted }
            return true
        }
    }
}
