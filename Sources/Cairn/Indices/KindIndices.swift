internal import CairnLines

/// The indices of one kind at one moment: a copy costs nothing, and stays as it is.
///
/// An entry is the key of a member's value and then the record's id.
struct KindIndices: Sendable {
    let definitions: [IndexDefinition]
    private(set) var trees: [IndexTree]

    init(_ definitions: [IndexDefinition]) {
        self.definitions = definitions
        trees = definitions.map { _ in IndexTree() }
    }

    /// From all entries of each index, sorted.
    init(_ definitions: [IndexDefinition], sorted entries: [[[UInt8]]]) throws(StateError) {
        self.definitions = definitions
        var trees: [IndexTree] = []
        for list in entries {
            var builder = IndexTreeBuilder()
            for entry in list { try builder.append(entry) }
            trees.append(builder.finish())
        }
        self.trees = trees
    }

    /// Each index has one entry for each record of the kind.
    var count: Int? { trees.first?.count }

    func tree(_ definition: IndexDefinition) -> IndexTree? {
        definitions.firstIndex { $0.name == definition.name }.map { trees[$0] }
    }

    /// The entries of a record, one for each index.
    static func entries(
        of json: [UInt8], id: String, _ definitions: [IndexDefinition]
    ) throws(StateError) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        for definition in definitions {
            var entry = json.withUnsafeBytes { FieldValue(at: definition.path, in: $0) }.key
            entry.append(contentsOf: id.utf8)
            guard entry.count <= IndexLimits.maxKeyBytes else {
                throw StateError(
                    .tooLarge,
                    "the id and the \(definition.name) of a record may have \(IndexLimits.maxKeyBytes) bytes together")
            }
            entries.append(entry)
        }
        return entries
    }

    /// A record is no longer what it was, and now is this; nil where there is none.
    ///
    /// - Throws: `.notUnique`, `.tooLarge`; nothing is changed then.
    mutating func replace(_ name: RecordName, _ old: [UInt8]?, with new: [UInt8]?) throws(StateError) {
        let before = try old.map { (json) throws(StateError) in try Self.entries(of: json, id: name.id, definitions) }
        let after = try new.map { (json) throws(StateError) in try Self.entries(of: json, id: name.id, definitions) }
        if let new, let after {
            for (place, definition) in definitions.enumerated()
            where definition.kind == .unique && before?[place] != after[place] {
                try checkUnique(place, new, name)
            }
        }
        for place in trees.indices where before?[place] != after?[place] {
            if let entry = before?[place] { _ = trees[place].remove(entry) }
            if let entry = after?[place] { _ = try trees[place].insert(entry) }
        }
    }

    private func checkUnique(_ place: Int, _ json: [UInt8], _ name: RecordName) throws(StateError) {
        let definition = definitions[place]
        let value = json.withUnsafeBytes { FieldValue(at: definition.path, in: $0) }
        if value == .absent || value == .null { return }
        let key = value.key
        if DecodedKey(key)?.isCut == true {
            throw StateError(
                .tooLarge, "\(definition.name) is unique and may have \(FieldValue.maxKeyTextBytes) bytes at most")
        }
        var cursor = trees[place].cursor(over: KeyRange(point: key).range)
        guard let holder = cursor.next() else { return }
        throw StateError(
            .notUnique,
            "another \(name.kind), \(String(decoding: holder.dropFirst(key.count), as: UTF8.self)), has this "
                + "\(definition.name) already: \(value)")
    }
}

/// Tells states of a kind's records apart.
struct KindMark: Sendable, Hashable {
    fileprivate var writes: UInt64 = 0
}

/// The indices of all kinds at one moment.
struct IndexVersion: Sendable {
    var kinds: [String: KindIndices] = [:]
    /// How often each kind was written, so that those who watch one know whether it was touched.
    private var marks: [String: KindMark] = [:]

    mutating func replace(_ name: RecordName, _ old: [UInt8]?, with new: [UInt8]?) throws(StateError) {
        try kinds[name.kind]?.replace(name, old, with: new)
        marks[name.kind, default: KindMark()].writes &+= 1
    }

    /// Two versions that readers see have the same where nobody wrote a record of the kind between them.
    func mark(of kind: String) -> KindMark { marks[kind] ?? KindMark() }
}

extension KeyRange {
    /// The same for a tree.
    var range: IndexRange { IndexRange(from: .inclusive(low), to: .exclusive(high)) }
}
