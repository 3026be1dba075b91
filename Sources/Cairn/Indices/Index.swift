/// What a record is found by besides its id: a member of its JSON, named, with the property that it comes from.
public struct Index<R: Record>: Sendable {
    package let definition: IndexDefinition
    let path: any PartialKeyPath<R> & Sendable

    private init(_ member: String, _ path: any PartialKeyPath<R> & Sendable, _ kind: IndexDefinition.Kind) {
        definition = IndexDefinition(
            name: member, path: FieldPath(member.split(separator: ".").map(String.init)), kind: kind)
        self.path = path
    }

    /// No two records may have the same value. Records without one, and those with `null`, do not count.
    ///
    /// `member` is the name in JSON, with dots from object to object; it names the index too.
    public static func unique<Value>(_ member: String, _ path: any KeyPath<R, Value> & Sendable) -> Index {
        Index(member, path, .unique)
    }

    /// For ranges, sorting and prefixes.
    public static func ordered<Value>(_ member: String, _ path: any KeyPath<R, Value> & Sendable) -> Index {
        Index(member, path, .ordered)
    }
}
