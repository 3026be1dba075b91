/// A value that is no container of its own.
struct SingleValueEncoding: SingleValueEncodingContainer {
    let frame: EncodingFrame

    var codingPath: [any CodingKey] { frame.path }

    func encodeNil() throws {
        try begin()
        frame.text.pointee.append("null")
    }

    func encode(_ value: Bool) throws {
        try begin()
        frame.text.pointee.append(value)
    }

    func encode(_ value: String) throws {
        try begin()
        frame.text.pointee.appendString(value)
    }

    func encode(_ value: Double) throws {
        guard value.isFinite else { throw frame.notFinite(value, nil) }
        try begin()
        frame.text.pointee.appendNumber(value)
    }

    func encode(_ value: Float) throws {
        guard value.isFinite else { throw frame.notFinite(value, nil) }
        try begin()
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
        try begin()
        frame.text.pointee.appendDigits(of: value)
    }

    func encode(_ value: UInt128) throws {
        try begin()
        frame.text.pointee.appendDigits(of: value)
    }

    func encode<T: Encodable>(_ value: T) throws {
        let mark = try frame.beginAlone()
        try frame.put(value, key: nil, since: mark)
    }

    /// Errors: `EncodingError.invalidValue` for a second value, or one beside a container.
    @inline(__always)
    private func begin() throws { _ = try frame.beginAlone() }

    @inline(__always)
    private func put(_ value: Int64) throws {
        try begin()
        frame.text.pointee.appendNumber(value)
    }

    @inline(__always)
    private func put(_ value: UInt64) throws {
        try begin()
        frame.text.pointee.appendNumber(value)
    }
}
