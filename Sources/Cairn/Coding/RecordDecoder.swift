internal import CairnLines

// The benchmarks are another package, and so see the codec by this name.

/// Reads any `Decodable` value from JSON, without building a tree of it.
///
/// The text is scanned once, into a tape of places; values are read from the text when the type asks for them. Members
/// may stand in any order, and the order in which the type asks is the fastest. Members that it does not ask for are
/// left alone; of two members of the same name it gets one. Numbers are read exactly or refused; `1.0` and `1e2` are
/// integers. A date is RFC 3339 with any fraction, to the microsecond, and any offset; the other texts are those of
/// ``RecordEncoder``.
@_spi(Measuring) public struct RecordDecoder: Sendable {
    /// What the type's own `init(from:)` may ask for.
    @_spi(Measuring) public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

    /// A decoder that tells types nothing.
    @_spi(Measuring) public init() {}

    /// The value that the JSON text stands for.
    ///
    /// Errors: what the type's own `init(from:)` throws. `DecodingError` with the path of the value and what stands
    /// there: `.keyNotFound`, `.typeMismatch`, `.valueNotFound` for `null`, `.dataCorrupted` for a text that is not
    /// JSON (with the `LineError` that tells where, as the cause), a number out of range, a string that is no date,
    /// UUID and so on, and values nested deeper than 511 levels. Complexity: O(n).
    @_spi(Measuring) public func decode<T: Decodable>(_ type: T.Type, from json: UnsafeRawBufferPointer) throws -> T {
        var text = try DecodingText(json, userInfo: userInfo)
        // A type may keep its decoder for later, and with it the text; the bytes are only lent.
        defer { if !isKnownUniquelyReferenced(&text) { text.keep() } }
        return try text.whole(type, at: 0)
    }

    /// What comes before any type is asked: the text is checked whole, and the places of its values are written down.
    /// How many members or elements the outermost value has.
    ///
    /// Errors: `DecodingError.dataCorrupted` for a text that is not JSON. Complexity: O(n).
    @_spi(Measuring) public func scan(_ json: UnsafeRawBufferPointer) throws -> Int {
        try DecodingText(json, userInfo: userInfo).tape.children(0)
    }

    /// The same, for bytes in an array.
    @_spi(Measuring) public func decode<T: Decodable>(_ type: T.Type, from json: [UInt8]) throws -> T {
        try json.withUnsafeBytes { try decode(type, from: $0) }
    }
}
