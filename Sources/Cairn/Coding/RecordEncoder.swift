package import CairnLines

// The benchmarks are another package, and so see the codec by this name.

/// Writes any `Encodable` value as compact JSON.
///
/// Members stand in the order in which the type hands them over, those of a dictionary in the order of their names, so
/// equal values have equal bytes. Integers are written in full, floating-point numbers with the fewest digits that are
/// read back as the same number, dates in UTC with microseconds (RFC 3339), a `UUID` in capitals, `Data` in Base64, a
/// `URL` as its string, a `Decimal` as a number. A value that is `nil` is absent if the type hands it over with
/// `encodeIfPresent`, as the compiler does, and `null` if it asks for that.
@_spi(Measuring) public struct RecordEncoder: Sendable {
    /// What the type's own `encode(to:)` may ask for.
    @_spi(Measuring) public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

    /// An encoder that tells types nothing.
    @_spi(Measuring) public init() {}

    /// The value as JSON.
    ///
    /// Errors: what the type's own `encode(to:)` throws. `EncodingError.invalidValue`, with the path of the value, for
    /// a number that is not finite, a date before the year 1 or after 9999, values nested deeper than 511 levels, and
    /// a type that writes two values where there is room for one. Complexity: O(n), and O(n log n) in the names of a
    /// dictionary.
    @_spi(Measuring) public func encode<T: Encodable>(_ value: T) throws -> [UInt8] {
        try write(value) { [UInt8]($0) }
    }

    /// Appends the value as JSON; nothing if an error is thrown. Errors and complexity: those of ``encode(_:)``.
    package func encode<T: Encodable>(_ value: T, into buffer: inout ByteBuffer) throws {
        try write(value) { buffer.append($0) }
    }

    @inline(__always)
    private func write<T: Encodable, R>(_ value: T, _ use: (UnsafeRawBufferPointer) -> R) throws -> R {
        let writer = JSONWriter.make(capacity: Self.usualLength, userInfo: userInfo)
        let frame = EncodingFrame(writer: writer, parent: nil, key: nil)
        writer.begin(frame)
        defer {
            // Frames know their writer, and the writer may know its frames.
            frame.isFinished = true
            writer.setTop(nil)
            if writer.text.pointee.lateCount > 0 { _ = writer.removeLates(downTo: 0) }
        }
        try frame.putOutermost(value)
        if let failure = writer.failure { throw failure }
        return use(writer.text.pointee.bytes)
    }

    /// Room for most records without growing.
    private static let usualLength = 448
}
