/// What a member of a record says, as far as it can be compared: the values of conditions, indices and sorting.
///
/// Dates and UUIDs are strings in JSON and are so here; RFC 3339 in UTC with microseconds sorts as text. Strings are
/// compared by their UTF-8, numbers by what they say and not by how they are written (``ExactNumber``).
///
/// The order is total: absent < null < false < true < numbers < strings < objects and arrays, of which no one is less
/// than another.
package enum FieldValue: Sendable {
    /// The record has no such member.
    case absent
    case null
    case bool(Bool)
    case number(ExactNumber)
    case string(String)
    /// An object or an array: it is there, but has no value that a comparison could name.
    case structure

    /// An integer.
    package static func integer(_ value: Int64) -> FieldValue { .number(ExactNumber(value)) }

    /// A double; ``absent``, which is equal to nothing, if it is infinite or not a number: JSON has no such numbers.
    package static func double(_ value: Double) -> FieldValue { ExactNumber(value).map(FieldValue.number) ?? .absent }

    /// The sorts of value, in their order.
    package enum Rank: UInt8, Sendable, Comparable {
        case absent, null, bool, number, string, structure

        package static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
    }

    /// Which sort of value it is.
    package var rank: Rank {
        switch self {
        case .absent: .absent
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .structure: .structure
        }
    }

    /// Whether a condition can name it.
    package var isLiteral: Bool { rank != .absent && rank != .structure }

    /// Negative, zero or positive, as this comes before, is, or comes after `other`.
    package func compare(_ other: FieldValue) -> Int {
        switch (self, other) {
        case (.bool(let a), .bool(let b)): (a ? 1 : 0) - (b ? 1 : 0)
        case (.number(let a), .number(let b)): a.compare(b)
        case (.string(let a), .string(let b)): ByteOrder.compare(a, b)
        default: Int(rank.rawValue) - Int(other.rank.rawValue)
        }
    }
}

extension FieldValue: Comparable, Hashable {
    package static func == (a: FieldValue, b: FieldValue) -> Bool { a.compare(b) == 0 }

    package static func < (a: FieldValue, b: FieldValue) -> Bool { a.compare(b) < 0 }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(rank)
        switch self {
        case .bool(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): value.withRawBytes { hasher.combine(bytes: $0) }
        case .absent, .null, .structure: break
        }
    }
}
