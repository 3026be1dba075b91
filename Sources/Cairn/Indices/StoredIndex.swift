/// An index as the store has it written down: what a program without the Swift type, and the command line, know of it.
public struct StoredIndex: Sendable, Hashable {
    /// What an index is for. More may come with later versions.
    public enum Sort: String, Sendable, Hashable, CaseIterable {
        /// No two records have the same value; otherwise as `ordered`.
        case unique
        /// For ranges, sorting and prefixes.
        case ordered
        /// The member names a record of another kind.
        case relation
        /// For single values.
        case status
        /// For ranges of moments.
        case time
    }

    /// Of the index among those of its kind.
    public var name: String
    /// The way to the member: its name, or the names from object to object.
    public var field: [String]
    /// What it is for; nil where a later version wrote it and this one does not know.
    public var sort: Sort? { Sort(rawValue: word) }
    /// The same as the store has it.
    public private(set) var word: String
    /// Of a relation: the kind that is pointed at.
    public private(set) var target: String?
    /// Of a relation: what becomes of the record when the other is removed.
    public private(set) var onDelete: String?
    /// Whether it was added by hand. Otherwise it belongs to a type, and goes when the type no longer declares it.
    public private(set) var isAdded: Bool

    /// An index that a person adds.
    public init(name: String, field: [String], sort: Sort) {
        self.name = name
        self.field = field
        word = sort.rawValue
        isAdded = true
    }

    /// One that a type declares.
    init(_ definition: IndexDefinition, _ rule: IndexRule?) {
        name = definition.name
        field = definition.path.members
        word = definition.kind.rawValue
        isAdded = false
        guard case .relation(let target, let onDelete) = rule else { return }
        self.target = target
        self.onDelete =
            switch onDelete {
            case .restrict: "restrict"
            case .cascade: "cascade"
            case .detach: "detach"
            }
    }

    /// The field as queries write it: `address.city`.
    public var path: String { FieldPath(field).description }

    /// The names of a field that is written as queries write it.
    ///
    /// - Errors: `.invalidQuery` with the column and what was expected.
    public static func field(parsing path: String) throws(StateError) -> [String] {
        try FieldPath(parsing: path).members
    }

    /// What the planner knows of it; nil for a sort that this version does not know.
    var definition: IndexDefinition? {
        IndexDefinition.Kind(rawValue: word).map { IndexDefinition(name: name, path: FieldPath(field), kind: $0) }
    }
}

extension StoredIndex: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, field
        case word = "sort"
        case target = "to"
        case onDelete
        case isAdded = "added"
    }

    /// Reads what the store has. Errors: `DecodingError` for what is no index.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        name = try members.decode(String.self, forKey: .name)
        field = try members.decode([String].self, forKey: .field)
        word = try members.decode(String.self, forKey: .word)
        target = try members.decodeIfPresent(String.self, forKey: .target)
        onDelete = try members.decodeIfPresent(String.self, forKey: .onDelete)
        isAdded = try members.decodeIfPresent(Bool.self, forKey: .isAdded) ?? false
    }

    /// As the store has it: what is usual is left out. Errors: none.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(name, forKey: .name)
        try members.encode(field, forKey: .field)
        try members.encode(word, forKey: .word)
        try members.encodeIfPresent(target, forKey: .target)
        try members.encodeIfPresent(onDelete, forKey: .onDelete)
        if isAdded { try members.encode(true, forKey: .isAdded) }
    }
}
