import Cairn

/// `cairn history STORE TYPE ID`
struct HistoryVerb: Verb {
    static let manual = Manual(
        name: "history", summary: "print every version of a record that the store still has",
        operands: [.store, .type, Operand(name: "ID", help: "the record's id")], options: [.json, .quiet],
        notes: [
            "One line for each version, oldest first: its revision, when it was accepted, what was done, and which",
            "members are not what they were before. With --json the record itself as well.",
            "`cairn get STORE TYPE ID --as-of REVISION` prints one of them.",
            "Compaction keeps the newest version and what the retention of its kind names. A version is marked with",
            "`?` (in JSON: `certain` is false) where a change before it may be among what was dropped.",
            "Reads the whole log. Exit code 1 if there never was such a record.",
        ],
        examples: ["cairn history store plan p1", "cairn history store plan p1 --json | jq -c '[.seq, .changed]'"])

    private let store: String
    private let kind: String
    private let id: String

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        kind = arguments.operands[1]
        id = arguments.operands[2]
    }

    func run(_ console: Console) async throws -> ExitCode {
        try await console.readingRecords(store) { records in
            let bar = console.rowProgress()
            defer { bar.clear() }
            var count = 0
            try await records.forEachVersion(of: kind, id: id, progress: console.recordProgress(bar)) { version in
                count += 1
                bar.clear()
                if console.isJSON {
                    try console.write(framed(version))
                } else {
                    try console.output.write(line(version) + "\n")
                }
            }
            guard count > 0 else { throw CommandFailure.notFound(kind: kind, id: id) }
            return .fine
        }
    }

    private func framed(_ version: UntypedVersion) -> FramedRecord {
        FramedRecord(
            sequence: version.revision, timestamp: version.timestamp, kind: kind, id: id,
            change: version.form.rawValue, isCertain: version.isCertain, changed: version.changed, json: version.json)
    }

    /// `       3  2026-11-20T22:51:39.071351Z  patched  height`
    private func line(_ version: UntypedVersion) -> String {
        let number = version.revision.description.paddedLeft(to: 8)
        let form = (version.form.rawValue + (version.isCertain ? "" : "?")).padded(to: 8)
        let changed = version.form == .removed ? "" : version.changed.joined(separator: ", ")
        let line = "\(number)  \(version.timestamp)  \(form)  \(changed)"
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}
