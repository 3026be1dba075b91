/// Something that a store keeps: a struct that can be written as a JSON object with an `id`.
public protocol Record: Codable, Identifiable, Sendable where ID: RecordIdentifier {
    /// The `type` of the record's lines. By default the type's name, beginning with a small letter.
    static var kind: String { get }
    /// What records are found by besides their id. By default nothing.
    static var indices: [Index<Self>] { get }
}

extension Record {
    /// The type's name, beginning with a small letter.
    public static var kind: String { KindNames.name(of: Self.self) }

    /// None.
    public static var indices: [Index<Self>] { [] }

    static var storedIndices: [StoredIndex] { indices.map { StoredIndex($0.definition, $0.rule) } }
}

/// A record with what the store knows about it.
public struct Versioned<R: Record>: Sendable {
    /// The record.
    public var record: R
    /// The version of it that this is: the place in the log of the line that made it so.
    public var revision: SequenceNumber
}

extension Versioned: Equatable where R: Equatable {}
