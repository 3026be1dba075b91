internal import CairnLines

/// The members of an object, as they are asked for.
struct KeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let frame: DecodingFrame

    /// Errors: `DecodingError.typeMismatch` or `.valueNotFound` if there is no object.
    init(_ frame: DecodingFrame, _ place: JSONTape.Place) throws {
        guard frame.view.kindOrNull(place) == .object else {
            throw frame.refusal([String: Any].self, .object, place, nil)
        }
        self.frame = frame
        frame.enter(place)
    }

    var codingPath: [any CodingKey] { frame.path }

    var allKeys: [Key] { frame.names().compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { frame.find(key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { frame.view.isNull(try place(key)) }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        let place = try place(key)
        guard let value = frame.view.bool(place) else { throw frame.refusal(type, .true, place, key) }
        return value
    }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        let place = try place(key)
        guard let value = frame.view.string(place) else { throw frame.refusal(type, .string, place, key) }
        return value
    }

    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        let place = try place(key)
        guard let value = frame.view.double(place) else { throw frame.refusal(type, .number, place, key) }
        return value
    }

    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        let place = try place(key)
        guard let value = frame.view.float(place) else { throw frame.refusal(type, .number, place, key) }
        return value
    }

    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(type, key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(type, key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(type, key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(type, key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(type, key) }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try integer(type, key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(type, key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(type, key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(type, key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(type, key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(type, key) }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try integer(type, key) }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try frame.value(type, at: place(key), key: key)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try KeyedDecodingContainer(KeyedDecoding<Nested>(frame.inner(key), place(key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try UnkeyedDecoding(frame.inner(key), place(key))
    }

    func superDecoder() throws -> any Decoder { try decoder(SuperKey.super) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    /// A member that is not there reads as `null`: a superclass without members of its own has written nothing.
    private func decoder(_ key: some CodingKey) throws -> any Decoder {
        try ValueDecoder(frame: frame.inner(key), place: frame.find(key) ?? JSONTape.View.nowhere)
    }

    @inline(__always)
    private func place(_ key: Key) throws -> JSONTape.Place {
        guard let place = frame.find(key) else { throw frame.missing(key) }
        return place
    }

    @inline(__always)
    private func integer<T: FixedWidthInteger>(_ type: T.Type, _ key: Key) throws -> T {
        let place = try place(key)
        guard let number = frame.view.integer(place, type) else { throw frame.refusal(type, .number, place, key) }
        return number
    }
}

// Codable's own way to a value that may be absent looks for the member three times.
extension KeyedDecoding {
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        guard let place = present(key) else { return nil }
        guard let value = frame.view.bool(place) else { throw frame.refusal(type, .true, place, key) }
        return value
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        guard let place = present(key) else { return nil }
        guard let value = frame.view.string(place) else { throw frame.refusal(type, .string, place, key) }
        return value
    }

    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        guard let place = present(key) else { return nil }
        guard let value = frame.view.double(place) else { throw frame.refusal(type, .number, place, key) }
        return value
    }

    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
        guard let place = present(key) else { return nil }
        guard let value = frame.view.float(place) else { throw frame.refusal(type, .number, place, key) }
        return value
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try some(type, key) }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try some(type, key) }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try some(type, key) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try some(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try some(type, key) }
    func decodeIfPresent(_ type: Int128.Type, forKey key: Key) throws -> Int128? { try some(type, key) }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try some(type, key) }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try some(type, key) }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try some(type, key) }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try some(type, key) }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try some(type, key) }
    func decodeIfPresent(_ type: UInt128.Type, forKey key: Key) throws -> UInt128? { try some(type, key) }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        guard let place = present(key) else { return nil }
        return try frame.value(type, at: place, key: key)
    }

    @inline(__always)
    private func present(_ key: Key) -> JSONTape.Place? {
        guard let place = frame.find(key), !frame.view.isNull(place) else { return nil }
        return place
    }

    @inline(__always)
    private func some<T: FixedWidthInteger>(_ type: T.Type, _ key: Key) throws -> T? {
        guard let place = present(key) else { return nil }
        guard let number = frame.view.integer(place, type) else { throw frame.refusal(type, .number, place, key) }
        return number
    }
}
