internal import FoundationEssentials

extension EncodingFrame {
    /// Writes any value as a member or element of this container, whose beginning is written; or, without a key, as
    /// what this value consists of.
    ///
    /// Errors: what the value's own code throws, with nothing of it left in the text.
    @inline(__always)
    func put<T: Encodable>(_ value: T, key: @autoclosure () -> (any CodingKey)?, since mark: Mark) throws {
        do {
            if try !putKnown(value, key()) { try putWhole(value, key(), since: mark) }
        } catch {
            undo(to: mark, because: error)
            throw error
        }
    }

    /// Writes the value that everything else is a part of. Errors: what the value's own code throws;
    /// `EncodingError.invalidValue` if it has written nothing.
    @inline(__always)
    func putOutermost<T: Encodable>(_ value: T) throws {
        if try putKnown(value, nil) { return }
        try value.encode(to: ValueEncoder(frame: self))
        if kind == .undecided { throw unfit(value, nil, "\(T.self) has written no value") }
        closeOutermost()
        if text.pointee.lateCount > 0 { writer.settle(since: 0) }
    }

    @inline(__always)
    private func putKnown<T: Encodable>(_ value: T, _ key: @autoclosure () -> (any CodingKey)?) throws -> Bool {
        if let uuid = same(value, as: UUID.self) {
            text.pointee.append(uuid)
            return true
        }
        if let date = same(value, as: Date.self) {
            if text.pointee.append(date) { return true }
            throw unfit(date, key(), "a date before the year 1 or after 9999 has no text by RFC 3339")
        }
        return try putSeldom(value, key())
    }

    /// Lets the value say what it consists of.
    @inline(never)
    private func putWhole<T: Encodable>(_ value: T, _ key: (any CodingKey)?, since mark: Mark) throws {
        let writer = self.writer
        let child = EncodingFrame(writer: writer, parent: self, key: key)
        guard child.depth < CodingLimits.maxDepth else {
            throw child.error("nested deeper than \(CodingLimits.maxDepth) levels; flatten the data")
        }
        writer.setTop(child)
        try value.encode(to: ValueEncoder(frame: child))
        writer.finish(child)
        if text.pointee.lateCount > mark.lates { writer.settle(since: mark.lates) }
    }

    /// Other types with a text of their own, and those that collections hand over without saying what they are.
    private func putSeldom<T: Encodable>(_ value: T, _ key: @autoclosure () -> (any CodingKey)?) throws -> Bool {
        if let string = same(value, as: String.self) {
            text.pointee.appendString(string)
        } else if let number = same(value, as: Int.self) {
            text.pointee.appendNumber(Int64(number))
        } else if let number = same(value, as: Double.self) {
            guard number.isFinite else { throw notFinite(number, key()) }
            text.pointee.appendNumber(number)
        } else if let data = same(value, as: Data.self) {
            // Digits, letters, `+`, `/` and `=`: nothing to escape.
            text.pointee.appendString(data.base64EncodedString())
        } else if let number = same(value, as: Decimal.self) {
            guard number.isFinite else { throw unfit(number, key(), "JSON has no number for what is none") }
            text.pointee.appendDigits(of: number)
        } else if let url = same(value, as: URL.self) {
            text.pointee.appendString(url.absoluteString)
        } else if let json = same(value, as: RawJSON.self) {
            json.bytes.withUnsafeBytes { text.pointee.append($0) }
        } else {
            return false
        }
        return true
    }

    /// An error that names the place of a value in this container.
    func unfit(_ value: Any, _ key: (any CodingKey)?, _ message: String) -> EncodingError {
        let path = path + (key.map { [$0] } ?? [])
        return .invalidValue(value, EncodingError.Context(codingPath: path, debugDescription: message))
    }

    func notFinite(_ value: Any, _ key: (any CodingKey)?) -> EncodingError {
        unfit(value, key, "JSON has no number for \(value); write it as a string or leave it out")
    }
}

/// The value as what it is, if that is `U`. Types are compared one after the other: a comparison costs a nanosecond, a
/// dynamic cast fifty.
@inline(__always)
func same<T, U>(_ value: T, as type: U.Type) -> U? {
    // unsafe: both types are the same one
    T.self == type ? unsafeBitCast(value, to: type) : nil
}
