import Cairn

/// `cairn watch STORE [TYPE] [--from SEQ]`
struct WatchVerb: Verb {
    static let manual = Manual(
        name: "watch", summary: "print changes of records as they become durable, until Ctrl-C",
        operands: [.store, Operand(name: "TYPE", help: "only this kind of record", isOptional: true)],
        options: [
            Option(name: "from", value: "SEQ", help: "begin with this sequence (default: what comes from now on)"),
            Option(name: "limit", value: "N", help: "end after N changes"),
            .json, .quiet,
        ],
        notes: [
            "One JSON object a line: seq, timestamp, type, id, and the change: `written` with the record in data,",
            "`patched` with the merge patch, `removed`. Follows a writer in another process, some 25 ms behind it.",
            "To go on where you were, give --from the last sequence plus one. What compaction has dropped by then is",
            "left out. `cairn log --follow` prints the store's own lines instead, with their checksums.",
        ],
        examples: ["cairn watch store plan | jq -c '[.change, .id]'", "cairn watch store --from 1"])

    private let store: String
    private let kind: String?
    private let from: SequenceNumber?
    private let limit: Int

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        kind = arguments.operands.count > 1 ? arguments.operands[1] : nil
        from = try arguments.number("from", in: 0...UInt64.max).map { SequenceNumber($0) }
        limit = try arguments.number("limit", in: 0...Int.max) ?? Int.max
    }

    func run(_ console: Console) async throws -> ExitCode {
        try await console.readingRecords(store) { records in
            let printing = Task { try await print(records, console) }
            console.interruption.onRequest { printing.cancel() }
            let watcher = try console.stopWhenOutputCloses()
            defer { withExtendedLifetime(watcher) {} }
            do { try await printing.value } catch  where console.interruption.isRequested {
                // There is no other end than this; what was heard goes out.
                try console.output.flush()
            }
            return .fine
        }
    }

    private func print(_ records: UntypedStore, _ console: Console) async throws {
        var left = limit
        guard left > 0 else { return }
        for try await change in records.changes(from: from) where matches(change) {
            try console.write(
                FramedRecord(
                    sequence: change.sequence, timestamp: change.timestamp, kind: change.kind, id: change.id,
                    change: change.form.rawValue, json: change.form == .removed ? nil : change.json))
            // Whoever listens hears of each at once.
            try console.output.flush()
            left -= 1
            if left == 0 { return }
        }
    }

    /// Compared as bytes: two strings that Swift calls equal may be two different kinds.
    private func matches(_ change: RecordChange) -> Bool { kind?.utf8.elementsEqual(change.kind.utf8) ?? true }
}
