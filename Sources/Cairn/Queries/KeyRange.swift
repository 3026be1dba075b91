/// A range of byte strings in memcmp's order, from `low` to before `high`: what an index is asked for.
///
/// Its bounds lie between values: whatever an index appends to the key of a value (an id, or nothing) is within the
/// range if the key is.
package struct KeyRange: Sendable, Hashable {
    /// The least byte string that may be in it; empty for no bound.
    package var low: [UInt8]
    /// The first byte string after it.
    package var high: [UInt8]

    package init(low: [UInt8], high: [UInt8]) {
        self.low = low
        self.high = high
    }

    /// Every entry of an index.
    package static let all = KeyRange(low: [], high: [FieldValue.Tag.end])

    /// Whether nothing can be in it.
    package var isEmpty: Bool { ByteOrder.compare(low, high) >= 0 }

    /// Whether an entry of an index is in it.
    package func contains(_ entry: [UInt8]) -> Bool {
        ByteOrder.compare(low, entry) <= 0 && ByteOrder.compare(entry, high) < 0
    }

    /// What both have; it may be empty.
    func clamped(to other: KeyRange) -> KeyRange {
        KeyRange(
            low: ByteOrder.compare(low, other.low) < 0 ? other.low : low,
            high: ByteOrder.compare(high, other.high) < 0 ? high : other.high)
    }
}

extension KeyRange {
    /// One value of ``FieldValue/exactKey`` or of ``FieldValue/key``, and what follows it.
    init(point key: [UInt8]) { self.init(low: key, high: key + [FieldValue.Tag.end]) }

    /// The value that alone is in the range; nil if more are, or none.
    var point: FieldValue? {
        guard high.count == low.count + 1, high.last == FieldValue.Tag.end, high.starts(with: low) else { return nil }
        // `exists` is about a member and not about a value.
        guard let decoded = DecodedKey(low), decoded.length == low.count, !decoded.isCut else { return nil }
        return decoded.value
    }

    /// Where a bound stands among values.
    enum Bound {
        /// Before everything, after everything, or between two sorts of value.
        case edge
        case before(FieldValue)
        case after(FieldValue)
        /// Between two ids of one value.
        case within(FieldValue)
        /// After all strings that begin so.
        case afterPrefix(String)
    }

    /// What a bound says.
    static func bound(_ bytes: [UInt8]) -> Bound {
        if let decoded = DecodedKey(bytes) {
            if decoded.length == bytes.count { return .before(decoded.value) }
            let isAfter = decoded.length == bytes.count - 1 && bytes.last == FieldValue.Tag.end
            return isAfter ? .after(decoded.value) : .within(decoded.value)
        }
        guard bytes.first == FieldValue.Tag.string, bytes.count > 1, bytes.last == FieldValue.Tag.end else {
            return .edge
        }
        let closed = bytes.dropLast() + [0, 0]
        guard case .string(let text)? = DecodedKey(Array(closed))?.value else { return .edge }
        return .afterPrefix(text)
    }
}
