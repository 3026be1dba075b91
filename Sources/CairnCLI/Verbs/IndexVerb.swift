import Cairn
import CairnLog

/// `cairn index add|drop|list|check STORE [TYPE] [NAME]`
struct IndexVerb: Verb {
    static let manual = Manual(
        name: "index", summary: "add, drop, list and check what records are found by",
        operands: [
            Operand(name: "ACTION", help: "add, drop, list or check", choices: ["add", "drop", "list", "check"]),
            .store, Operand(name: "TYPE", help: "the kind of record, such as `plan`", isOptional: true),
            Operand(name: "NAME", help: "the index among those of its kind", isOptional: true),
        ],
        options: [
            Option(name: "field", value: "PATH", help: "the member, such as address.city (default: NAME)"),
            Option(name: "ordered", help: "for ranges, sorting and prefixes (default)"),
            Option(name: "unique", help: "the same, and no two records may have one value"),
            Option(name: "status", help: "for single values"),
            Option(name: "time", help: "for ranges of moments"),
            .json, .quiet,
        ],
        notes: [
            "Indices are written down in the store. Programs that open it with typed records declare theirs; what is",
            "added here they keep beside these, and make and ask it like their own.",
            "",
            "  add    looks at all records first, and refuses a unique index whose values are not unique",
            "  drop   takes one out; what a type declares comes back when a program opens the store with that type",
            "  list   of one TYPE, or of all",
            "  check  makes them and compares each with every record; where something is wrong the exit code is 2",
            "",
            "list and check read beside a running writer; add and drop write, and so need the store for themselves.",
        ],
        examples: [
            "cairn index add store player score", "cairn index add store player mail --field contact.mail --unique",
            "cairn index list store --json | jq .name", "cairn index check store player",
        ])

    private enum Action: String { case add, drop, list, check }

    private let action: Action
    private let store: String
    private let kind: String?
    private let name: String?
    private let field: String?
    private let sort: StoredIndex.Sort

    init(_ arguments: Arguments) throws(UsageError) {
        guard let action = Action(rawValue: arguments.operands[0]) else {
            let word = Arguments.unknown(arguments.operands[0], ["add", "drop", "list", "check"])
            throw UsageError("ACTION is add, drop, list or check; \(word)", verb: "index")
        }
        self.action = action
        store = arguments.operands[1]
        kind = arguments.operands.count > 2 ? try arguments.kind(at: 2) : nil
        name = arguments.operands.count > 3 ? arguments.operands[3] : nil
        field = arguments.value("field")
        let sorts = ["ordered", "unique", "status", "time"].filter { arguments.has($0) }
        if sorts.count > 1 { throw UsageError("--\(sorts[0]) and --\(sorts[1]) exclude each other", verb: "index") }
        sort = sorts.first.flatMap { StoredIndex.Sort(rawValue: $0) } ?? .ordered
        if action != .add, field != nil || !sorts.isEmpty {
            throw UsageError("--\(field != nil ? "field" : sorts[0]) belongs to `index add`", verb: "index")
        }
        switch action {
        case .add, .drop:
            if kind == nil { throw UsageError("TYPE is missing", verb: "index") }
            if name == nil { throw UsageError("NAME is missing", verb: "index") }
        case .list, .check:
            if let name { throw UsageError("`\(name)` is one word too many", verb: "index") }
        }
    }

    func run(_ console: Console) async throws -> ExitCode {
        switch action {
        case .add: try await changing(console) { try await add($0, $1, $2, console) }
        case .drop:
            try await changing(console) { store, kind, name in
                try await store.dropIndex(name, of: kind)
                if console.isJSON { return try console.writeJSON(["dropped": name]) }
                try console.output.write("dropped \(name) of \(kind)\n")
            }
        case .list: try await console.readingRecords(store) { try list($0, console) }
        case .check: try await console.readingRecords(store) { try await check($0, console) }
        }
    }

    private func changing(
        _ console: Console, _ body: (UntypedStore, _ kind: String, _ name: String) async throws -> Void
    ) async throws -> ExitCode {
        guard let kind, let name else { return .usage }
        var options = LogOptions()
        options.createIfMissing = false
        return try await console.writing(store, options) { log in
            try await body(UntypedStore(log), kind, name)
            return .fine
        }
    }

    private func add(_ records: UntypedStore, _ kind: String, _ name: String, _ console: Console) async throws {
        let path = try StoredIndex.field(parsing: field ?? name)
        let bar = console.progress()
        defer { bar.clear() }
        let index = StoredIndex(name: name, field: path, sort: sort)
        let check = try await records.addIndex(index, to: kind, progress: console.recordProgress(bar))
        bar.clear()
        if console.isJSON { return try console.writeJSON(check) }
        try console.output.write(
            "added \(name) (\(sort.rawValue)) to \(kind): \(check.countText); \(check.valueText)\n")
    }

    private func list(_ records: UntypedStore, _ console: Console) throws -> ExitCode {
        var table = Table([.left, .left, .left, .left, .left])
        table.add(["TYPE", "NAME", "SORT", "FIELD", "BY"])
        for kind in kind.map({ [$0] }) ?? records.indexedKinds {
            for index in records.indices(of: kind) {
                if console.isJSON {
                    try console.writeJSON(ListedIndex(kind: kind, index))
                } else {
                    let sort = index.word + (index.target.map { " to \($0)" } ?? "")
                    table.add([kind, index.name, sort, index.path, index.isAdded ? "hand" : "type"])
                }
            }
        }
        if !console.isJSON { try console.output.write(table.text) }
        return .fine
    }

    private func check(_ records: UntypedStore, _ console: Console) async throws -> ExitCode {
        let bar = console.progress()
        defer { bar.clear() }
        let checks = try await records.checkIndices(of: kind, progress: console.recordProgress(bar))
        bar.clear()
        for check in checks {
            if console.isJSON {
                try console.writeJSON(check)
            } else {
                let verdict = check.trouble ?? "\(check.countText), as they say; \(check.valueText)"
                try console.output.write("\(check.kind) \(check.name) (\(check.sort)): \(verdict)\n")
            }
        }
        return checks.allSatisfy(\.isSound) ? .fine : .damage
    }
}

/// A line of `index list --json`.
private struct ListedIndex: Encodable {
    var type: String
    var name: String
    var sort: String
    var field: [String]
    var to: String?
    var onDelete: String?
    var added: Bool

    init(kind: String, _ index: StoredIndex) {
        (type, name, sort, field) = (kind, index.name, index.word, index.field)
        (to, onDelete, added) = (index.target, index.onDelete, index.isAdded)
    }
}

extension IndexCheck {
    fileprivate var countText: String { records == 1 ? "1 record" : "\(Quantity.count(records)) records" }

    /// `number 12, absent 3`
    fileprivate var valueText: String {
        values.isEmpty
            ? "no values"
            : values.sorted { $0.key < $1.key }.map { "\($0.key) \(Quantity.count($0.value))" }.joined(separator: ", ")
    }
}
