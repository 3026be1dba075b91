/// The place of a record in the one order of a store: 1, 2, 3, … never repeated, never restarted.
public struct SequenceNumber: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// The bare number; 0 stands for "before the first record".
    public var number: UInt64

    /// Wraps a bare number.
    public init(_ number: UInt64) { self.number = number }

    /// Written as a bare number in JSON.
    public init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(UInt64.self)
    }

    /// Written as a bare number in JSON.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }

    /// Before the first record of any store.
    public static let none = SequenceNumber(0)
    /// The first record of any store.
    public static let first = SequenceNumber(1)

    /// The last that is ever given. The one behind it, which control lines carry, still fits 63 bits; a line that
    /// claims more is not one of ours. Reached by nobody: a million records a second take 292,000 years.
    package static let last = SequenceNumber(1 << 63 - 2)

    /// The one after this.
    public var next: SequenceNumber { SequenceNumber(number &+ 1) }

    public var description: String { String(number) }

    public static func < (a: SequenceNumber, b: SequenceNumber) -> Bool { a.number < b.number }
}
