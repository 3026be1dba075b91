internal import CairnLines
internal import CairnLog

/// What a comparison of one index with the records themselves found.
public struct IndexCheck: Sendable, Codable, Hashable {
    /// The kind of record that it is of.
    public var kind: String
    /// Its name among those of the kind.
    public var name: String
    /// What it is for: `unique`, `ordered`, `relation`, `status`, `time`.
    public var sort: String
    /// Records of the kind.
    public var records = 0
    /// Entries that the index has.
    public var entries = 0
    /// Records of which it has no entry, or another one.
    public var missing = 0
    /// Entries that are of no record.
    public var stray = 0
    /// How many records have each sort of value in the member; `absent` where it is not there.
    public var values: [String: Int] = [:]
    /// What is wrong, in words; nil where it says what the records say, and they keep what it declares.
    public var trouble: String?
    /// Whether queries are answered with it. Without, they look at every record, and are right all the same.
    public var isUsed = true

    /// Whether everything is as it should be.
    public var isSound: Bool { trouble == nil }

    init(_ kind: String, _ definition: IndexDefinition) {
        self.kind = kind
        name = definition.name
        sort = definition.kind.rawValue
    }

    /// Of a kind without records.
    init(_ kind: String, _ index: StoredIndex) {
        self.kind = kind
        name = index.name
        sort = index.word
    }

    /// What an index says that was just made of all records. Complexity: O(entries).
    init(_ kind: String, _ index: StoredIndex, made tree: IndexTree, _ state: IndexState) {
        self.init(kind, index)
        (records, entries, isUsed) = (tree.count, tree.count, state.isUsable)
        var cursor = tree.cursor()
        while let entry = cursor.next() {
            if let key = DecodedKey(entry) { values["\(key.value.rank)", default: 0] += 1 }
        }
        switch state {
        case .ready, .building, .lost: break
        case .shared(let count): trouble = Self.sharing(tree, count)
        case .degraded(let reason): trouble = reason.message
        }
    }

    static func sharing(_ tree: IndexTree, _ count: Int) -> String {
        let value = tree.sharedValues().flatMap { DecodedKey($0.first)?.value.description } ?? "?"
        return "values that should be unique are not, \(count) times; the first is \(value)"
    }
}

/// Compares indices with every record of a moment.
struct IndexExamination {
    fileprivate struct Examined {
        var definition: IndexDefinition
        var tree: IndexTree
        var state: IndexState
        var check: IndexCheck
    }

    private var examined: TextMap<[Examined]>
    private let forms: RecordForms

    init(_ kinds: TextMap<KindIndices>, _ forms: RecordForms = RecordForms()) {
        self.forms = forms
        examined = TextMap(
            kinds.map { kind, indices in
                let list = indices.definitions.indices.map { place in
                    Examined(
                        definition: indices.definitions[place], tree: indices.trees[place],
                        state: indices.states[place], check: IndexCheck(kind, indices.definitions[place]))
                }
                return (kind, list)
            })
    }

    /// - Throws: those of reading, and what `watch` throws.
    mutating func run(
        _ moment: LogMoment, watch: (Int) throws(StateError) -> Void
    ) throws(StateError) -> [IndexCheck] {
        var walk = moment.walk()
        var seen = 0
        while let (kind, id, record) = try walk.step() {
            seen += 1
            if seen % IndexBuilding.stride == 0 { try watch(seen) }
            guard examined[kind] != nil else { continue }
            // One that cannot be migrated is looked at as it is: it made the indices degraded, and is in none.
            let current: [UInt8]?
            do throws(StateError) { current = try forms.current(record.json, RecordName(kind: kind, id: id)) } catch {
                current = nil
            }
            examined[kind]?.take(current ?? record.json, id)
        }
        return examined.inOrder.flatMap { $0.value.map(\.judged) }
    }
}

extension [IndexExamination.Examined] {
    fileprivate mutating func take(_ json: [UInt8], _ id: String) {
        for place in indices { self[place].take(json, id) }
    }
}

extension IndexExamination.Examined {
    fileprivate mutating func take(_ json: [UInt8], _ id: String) {
        check.records += 1
        let value = json.withUnsafeBytes { FieldValue(at: definition.path, in: $0) }
        check.values["\(value.rank)", default: 0] += 1
        if state.isUsable, !tree.contains(IndexEntry.of(json, id, definition)) { check.missing += 1 }
    }

    fileprivate var judged: IndexCheck {
        var check = check
        check.isUsed = state.isUsable
        switch state {
        case .building, .lost: check.trouble = "it is being built"
        case .degraded(let reason): check.trouble = reason.message
        case .ready, .shared:
            check.entries = tree.count
            check.stray = tree.count - (check.records - check.missing)
            if check.missing > 0 || check.stray > 0 {
                check.trouble = "\(check.missing) records are not in it, and \(check.stray) of its entries are of none"
            } else if let finding = tree.findings().first {
                check.trouble = "its tree is not sound: \(finding)"
            } else if case .shared(let count) = state {
                check.trouble = IndexCheck.sharing(tree, count)
            }
        }
        return check
    }
}
