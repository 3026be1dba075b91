import Cairn

/// `cairn get STORE TYPE ID [--as-of MOMENT]`
struct GetVerb: Verb {
    static let manual = Manual(
        name: "get", summary: "print a record as it is now, or as it was",
        operands: [.store, .type, Operand(name: "ID", help: "the record's id")],
        options: [.asOf, .json, .quiet],
        notes: [
            "Prints the record's JSON. With --json, an object with its sequence, timestamp, type and id around it.",
            "Reads beside a running writer, and may see a record some 25 ms after the writer was told that it is safe.",
            "--as-of reads the log up to that moment, and refuses where compaction has dropped what may have been it.",
            "A day stands for its first moment. Exit code 1 if there is, or was, no such record.",
        ],
        examples: [
            "cairn get store plan p1", "cairn get store plan p1 | jq .name", "cairn get store plan p1 --as-of 1200",
        ])

    private let store: String
    private let kind: String
    private let id: String
    private let moment: PastMoment?

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        kind = arguments.operands[1]
        id = arguments.operands[2]
        moment = try arguments.moment()
    }

    func run(_ console: Console) async throws -> ExitCode {
        try await console.readingRecords(store) { records in
            guard let record = try await find(records, console) else {
                throw CommandFailure.notFound(kind: kind, id: id)
            }
            if console.isJSON {
                try console.write(record)
            } else {
                try console.output.write(record.json ?? [])
                try console.output.write("\n")
            }
            return .fine
        }
    }

    private func find(_ records: UntypedStore, _ console: Console) async throws -> FramedRecord? {
        guard let moment else {
            guard let found = try records.record(of: kind, id: id) else { return nil }
            return FramedRecord(
                sequence: found.sequence, timestamp: found.timestamp, kind: kind, id: id, json: found.json)
        }
        let bar = console.progress()
        defer { bar.clear() }
        let found = try await records.record(of: kind, id: id, asOf: moment, progress: console.recordProgress(bar))
        guard let found else { return nil }
        return FramedRecord(
            sequence: found.revision, timestamp: found.timestamp, kind: kind, id: id, json: found.json)
    }
}
