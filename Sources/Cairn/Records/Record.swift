public import CairnLog

/// Something that a store keeps: a struct that can be written as a JSON object with an `id`.
public protocol Record: Codable, Identifiable, Sendable where ID: RecordIdentifier {
    /// The `type` of the record's lines. By default the type's name, beginning with a small letter.
    static var kind: String { get }
    /// What records are found by besides their id. By default nothing.
    static var indices: [Index<Self>] { get }
    /// Which version of the kind this is. By default the one that the last of the migrations leads to, or 1.
    static var version: Int { get }
    /// How records of older versions become this one: a step to each version, one after the other. By default none.
    static var migrations: [Migration] { get }
    /// Which of a record's older versions compaction keeps. By default nil, which says nothing: what the store has been
    /// told of the kind stays in force, and at first that is ``Retention/latest``.
    static var retention: Retention? { get }
}

extension Record {
    /// The type's name, beginning with a small letter.
    public static var kind: String { KindNames.name(of: Self.self) }

    /// None.
    public static var indices: [Index<Self>] { [] }

    /// None.
    public static var migrations: [Migration] { [] }

    /// The version that the last migration leads to; 1 where there is none.
    public static var version: Int { migrations.last?.version ?? 1 }

    /// Nothing is said.
    public static var retention: Retention? { nil }

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
