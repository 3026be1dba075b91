import CairnLines
import CairnLog

/// `cairn get STORE TYPE ID`
struct GetVerb: Verb {
    static let manual = Manual(
        name: "get", summary: "print a record as it is now",
        operands: [.store, .type, Operand(name: "ID", help: "the record's id")],
        options: [.json, .quiet],
        notes: [
            "Prints the record's JSON. With --json, an object with its sequence, timestamp, type and id around it.",
            "Reads beside a running writer, and may see a record some 25 ms after the writer was told that it is safe.",
            "Exit code 1 if there is no such record.",
        ],
        examples: ["cairn get store plan p1", "cairn get store plan p1 | jq .name"])

    private let store: String
    private let kind: String
    private let id: String

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        kind = arguments.operands[1]
        id = arguments.operands[2]
    }

    func run(_ console: Console) async throws -> ExitCode {
        try await console.reading(store) { log in
            guard let record = try log.get(kind: kind, id: id) else {
                throw CommandFailure.notFound(kind: kind, id: id)
            }
            if console.isJSON {
                try framed(record).withBytes { try console.output.write($0) }
            } else {
                try console.output.write(record.json)
            }
            try console.output.write("\n")
            return .fine
        }
    }

    /// The record's own bytes stay as they are: a decoder in between would change numbers.
    private func framed(_ record: StoredRecord) -> ByteBuffer {
        var text = ByteBuffer(capacity: record.json.count + 256)
        text.append("{\"seq\":")
        text.appendDecimal(record.sequence.number)
        text.append(",\"timestamp\":")
        text.append(quoted: record.timestamp)
        text.append(",\"type\":")
        text.append(quoted: kind)
        text.append(",\"id\":")
        text.append(quoted: id)
        text.append(",\"data\":")
        text.append(record.json)
        text.append("}")
        return text
    }
}
