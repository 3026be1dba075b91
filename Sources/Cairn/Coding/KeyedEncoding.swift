/// The members of an object, as they are handed over.
struct KeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let frame: EncodingFrame

    var codingPath: [any CodingKey] { frame.path }

    func encodeNil(forKey key: Key) throws {
        _ = try frame.begin(key)
        frame.text.pointee.append("null")
    }

    func encode(_ value: Bool, forKey key: Key) throws {
        _ = try frame.begin(key)
        frame.text.pointee.append(value)
    }

    func encode(_ value: String, forKey key: Key) throws {
        _ = try frame.begin(key)
        frame.text.pointee.appendString(value)
    }

    func encode(_ value: Double, forKey key: Key) throws {
        guard value.isFinite else { throw frame.notFinite(value, key) }
        _ = try frame.begin(key)
        frame.text.pointee.appendNumber(value)
    }

    func encode(_ value: Float, forKey key: Key) throws {
        guard value.isFinite else { throw frame.notFinite(value, key) }
        _ = try frame.begin(key)
        frame.text.pointee.appendNumber(value)
    }

    func encode(_ value: Int, forKey key: Key) throws { try put(Int64(value), key) }
    func encode(_ value: Int8, forKey key: Key) throws { try put(Int64(value), key) }
    func encode(_ value: Int16, forKey key: Key) throws { try put(Int64(value), key) }
    func encode(_ value: Int32, forKey key: Key) throws { try put(Int64(value), key) }
    func encode(_ value: Int64, forKey key: Key) throws { try put(value, key) }
    func encode(_ value: UInt, forKey key: Key) throws { try put(UInt64(value), key) }
    func encode(_ value: UInt8, forKey key: Key) throws { try put(UInt64(value), key) }
    func encode(_ value: UInt16, forKey key: Key) throws { try put(UInt64(value), key) }
    func encode(_ value: UInt32, forKey key: Key) throws { try put(UInt64(value), key) }
    func encode(_ value: UInt64, forKey key: Key) throws { try put(value, key) }

    func encode(_ value: Int128, forKey key: Key) throws {
        _ = try frame.begin(key)
        frame.text.pointee.appendDigits(of: value)
    }

    func encode(_ value: UInt128, forKey key: Key) throws {
        _ = try frame.begin(key)
        frame.text.pointee.appendDigits(of: value)
    }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        let mark = try frame.begin(key)
        try frame.put(value, key: key, since: mark)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(KeyedEncoding<Nested>(frame: nested(.object, key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        UnkeyedEncoding(frame: nested(.array, key))
    }

    func superEncoder() -> any Encoder { ValueEncoder(frame: nested(.undecided, SuperKey.super)) }

    func superEncoder(forKey key: Key) -> any Encoder { ValueEncoder(frame: nested(.undecided, key)) }

    private func nested(_ kind: EncodingFrame.Kind, _ key: some CodingKey) -> EncodingFrame {
        do {
            _ = try frame.begin(key)
            return frame.nested(kind, key: key)
        } catch {
            return frame.unreachable(error, key: key)
        }
    }

    @inline(__always)
    private func put(_ value: Int64, _ key: Key) throws {
        _ = try frame.begin(key)
        frame.text.pointee.appendNumber(value)
    }

    @inline(__always)
    private func put(_ value: UInt64, _ key: Key) throws {
        _ = try frame.begin(key)
        frame.text.pointee.appendNumber(value)
    }
}
