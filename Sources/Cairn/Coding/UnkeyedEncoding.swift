/// The elements of an array, as they are handed over.
struct UnkeyedEncoding: UnkeyedEncodingContainer {
    let frame: EncodingFrame

    var codingPath: [any CodingKey] { frame.path }

    var count: Int { frame.count }

    func encodeNil() throws {
        _ = try frame.begin()
        frame.text.pointee.append("null")
    }

    func encode(_ value: Bool) throws {
        _ = try frame.begin()
        frame.text.pointee.append(value)
    }

    func encode(_ value: String) throws {
        _ = try frame.begin()
        frame.text.pointee.appendString(value)
    }

    func encode(_ value: Double) throws {
        guard value.isFinite else { throw frame.notFinite(value, IndexKey(count)) }
        _ = try frame.begin()
        frame.text.pointee.appendNumber(value)
    }

    func encode(_ value: Float) throws {
        guard value.isFinite else { throw frame.notFinite(value, IndexKey(count)) }
        _ = try frame.begin()
        frame.text.pointee.appendNumber(value)
    }

    func encode(_ value: Int) throws { try put(Int64(value)) }
    func encode(_ value: Int8) throws { try put(Int64(value)) }
    func encode(_ value: Int16) throws { try put(Int64(value)) }
    func encode(_ value: Int32) throws { try put(Int64(value)) }
    func encode(_ value: Int64) throws { try put(value) }
    func encode(_ value: UInt) throws { try put(UInt64(value)) }
    func encode(_ value: UInt8) throws { try put(UInt64(value)) }
    func encode(_ value: UInt16) throws { try put(UInt64(value)) }
    func encode(_ value: UInt32) throws { try put(UInt64(value)) }
    func encode(_ value: UInt64) throws { try put(value) }

    func encode(_ value: Int128) throws {
        _ = try frame.begin()
        frame.text.pointee.appendDigits(of: value)
    }

    func encode(_ value: UInt128) throws {
        _ = try frame.begin()
        frame.text.pointee.appendDigits(of: value)
    }

    func encode<T: Encodable>(_ value: T) throws {
        let mark = try frame.begin()
        try frame.put(value, key: IndexKey(mark.count), since: mark)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(KeyedEncoding<Nested>(frame: nested(.object)))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { UnkeyedEncoding(frame: nested(.array)) }

    func superEncoder() -> any Encoder { ValueEncoder(frame: nested(.undecided)) }

    private func nested(_ kind: EncodingFrame.Kind) -> EncodingFrame {
        let key = IndexKey(count)
        do {
            _ = try frame.begin()
            return frame.nested(kind, key: key)
        } catch {
            return frame.unreachable(error, key: key)
        }
    }

    @inline(__always)
    private func put(_ value: Int64) throws {
        _ = try frame.begin()
        frame.text.pointee.appendNumber(value)
    }

    @inline(__always)
    private func put(_ value: UInt64) throws {
        _ = try frame.begin()
        frame.text.pointee.appendNumber(value)
    }
}
