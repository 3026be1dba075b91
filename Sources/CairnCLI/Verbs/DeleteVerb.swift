import Cairn
import CairnLog

/// `cairn delete STORE TYPE ID…`
struct DeleteVerb: Verb {
    static let manual = Manual(
        name: "delete", summary: "remove records",
        operands: [.store, .type, Operand(name: "ID", help: "the ids of the records", repeats: true)],
        options: [.durability, .yes, .json, .quiet],
        notes: [
            "Asks first: a record that was removed is gone for whoever reads the store.",
            "One line for each removal, once it is durable. What was there stays in the log until a compaction.",
            "An id that is not there is named on standard error; the others are removed, and the exit code is 1.",
            "So is one that other records point at, as the store's relations have it (`cairn index list`).",
        ],
        examples: ["cairn delete store plan p1", "cairn delete store plan p1 p2 p3 --yes --json"])

    private let store: String
    private let kind: String
    private let ids: [String]
    private let durability: Durability
    private let isAgreed: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        kind = arguments.operands[1]
        ids = Array(arguments.operands[2...])
        durability = try arguments.durability()
        isAgreed = arguments.has("yes")
    }

    func run(_ console: Console) async throws -> ExitCode {
        let count =
            ids.count == 1 ? "the \(kind) \(ids[0])" : "\(Quantity.count(ids.count)) records of the kind \(kind)"
        let question = "\(count) will be removed from \(store)"
        guard try Confirmation(console: console, verb: "delete", isGiven: isAgreed).ask(question) else {
            return .failure
        }
        var options = LogOptions()
        options.createIfMissing = false
        return try await console.writing(store, options) { log in
            var entries: [(entry: Entry, number: Int)] = []
            for id in ids {
                if try log.get(kind: kind, id: id) == nil {
                    console.complain(Complaint(CommandFailure.notFound(kind: kind, id: id)))
                } else {
                    entries.append((try .delete(kind: kind, id: id), entries.count))
                }
            }
            var (writer, removed) = (RecordImport(log, durability: durability, onTrouble: .skip), 0)
            _ = try await writer.write(
                entries,
                acknowledge: { receipts in
                    try tell(receipts, console)
                    removed += receipts.count
                }, refuse: { console.complain(Complaint($0.error)) })
            return removed == ids.count ? .fine : .failure
        }
    }

    private func tell(_ receipts: [Receipt], _ console: Console) throws {
        if console.isJSON { return try console.acknowledge(receipts) }
        for receipt in receipts {
            try console.output.write("deleted \(kind) \(receipt.id) at sequence \(receipt.sequence)\n")
        }
    }
}
