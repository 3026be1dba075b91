internal import CairnLines

/// A place in the rows of a query: after the row whose sorted values and id it holds.
///
/// It names values and not a position, so it survives writes: what comes after it in the order comes after it whether
/// or not its row is still there. As text it is opaque, safe in URLs, and refused if a character of it was lost.
public struct Cursor: Sendable, Hashable {
    /// The index keys of the sorted fields.
    let fieldKeys: [[UInt8]]
    /// The row's id.
    let id: [UInt8]
    /// ``SortOrder/mark`` of the order that it belongs to.
    let order: UInt64

    init(fieldKeys: [[UInt8]], id: [UInt8], order: UInt64) {
        self.fieldKeys = fieldKeys
        self.id = id
        self.order = order
    }

    /// The longest text that can be one: all keys and the id at their longest, a third more for base 64.
    package static let maxTextBytes = (SortKey.maxKeys * (FieldValue.maxKeyBytes + 2) + Limits.maxIDBytes + 64) * 4 / 3

    /// Without keys, with an id of one byte: version, order, count, length, id, sum.
    private static let shortest = 1 + 8 + 1 + 2 + 1 + 4

    /// The form of what follows the first byte.
    private static let version: UInt8 = 1

    /// The cursor as text.
    public var text: String {
        var bytes = [Self.version]
        bytes += Self.bytes(of: order)
        bytes.append(UInt8(truncatingIfNeeded: fieldKeys.count))
        for part in fieldKeys + [id] {
            bytes.append(UInt8(truncatingIfNeeded: part.count &>> 8))
            bytes.append(UInt8(truncatingIfNeeded: part.count))
            bytes += part
        }
        bytes += Self.sum(bytes[...])
        return OpaqueText.encode(bytes)
    }

    /// Reads a cursor from its text. Errors: `.invalidQuery` if it is none.
    public init(parsing text: String) throws(StateError) {
        guard text.utf8.count <= Self.maxTextBytes, let bytes = OpaqueText.decode(text), bytes.count >= Self.shortest,
            Self.sum(bytes.dropLast(4)) == Array(bytes.suffix(4)), bytes[0] == Self.version,
            let cursor = Cursor(bytes: bytes.dropLast(4))
        else {
            throw StateError(
                .invalidQuery, "this is no cursor of Cairn's, or a part of it is lost; begin without a cursor")
        }
        self = cursor
    }

    private init?(bytes: ArraySlice<UInt8>) {
        order = bytes[1..<9].reduce(0) { $0 &<< 8 | UInt64($1) }
        let count = Int(bytes[9])
        var rest = bytes[10...]
        var parts: [[UInt8]] = []
        while rest.count >= 2, parts.count <= count {
            let length = Int(rest[rest.startIndex]) &<< 8 | Int(rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
            guard rest.count >= length else { return nil }
            parts.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        guard rest.isEmpty, parts.count == count + 1, count <= SortKey.maxKeys, let id = parts.popLast() else {
            return nil
        }
        guard parts.allSatisfy({ DecodedKey($0)?.length == $0.count }) else { return nil }
        do throws(LineError) {
            try id.withUnsafeBufferPointer { (bytes) throws(LineError) in
                try IDRule.check(UnsafeRawBufferPointer(bytes))
            }
        } catch {
            return nil
        }
        self.id = id
        fieldKeys = parts
    }

    /// Four bytes that nobody changes by accident without being noticed.
    private static func sum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let hash = bytes.withUnsafeBytes { KeyHash.of(keyBytes: $0, seed: 0).low }
        return Array(Self.bytes(of: hash)[..<4])
    }

    private static func bytes(of word: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: word &>> UInt64(56 - 8 * $0)) }
    }
}

extension Cursor: CustomStringConvertible {
    public var description: String { text }
}
