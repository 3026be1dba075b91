/// What an id may be: a JSON string, whose decoded bytes it is, or a JSON number, whose text it is (so `"17"` and `17`
/// are one id); 1 to `Limits.maxIDBytes` bytes.
package enum IDRule {
    /// Checks an id given as bytes.
    ///
    /// Errors: `.emptyID`, `.idTooLong`, `.badID` if it is not UTF-8.
    package static func check(_ id: UnsafeRawBufferPointer) throws(LineError) {
        guard id.count >= 1 else { throw LineError(.emptyID, at: 0) }
        guard id.count <= Limits.maxIDBytes else { throw LineError(.idTooLong, at: Limits.maxIDBytes) }
        if let bad = UTF8Scan.firstBad(id) { throw LineError(.badID, at: bad) }
    }

    /// The id's text in the bytes: inside the quotes of a string, the whole of a number.
    ///
    /// Errors: `.badID`, `.emptyID`, `.idTooLong`, pointing to the value.
    static func check(
        _ place: JSONTape.Place, _ tape: borrowing JSONTape, _ bytes: UnsafeRawBufferPointer
    ) throws(LineError) -> Range<Int> {
        let offset = tape.range(place).lowerBound
        let text: Range<Int>
        var length: Int
        switch tape.kind(place) {
        case .string:
            text = tape.inside(place)
            length = text.count
            if tape.isEscaped(place), length > Limits.maxIDBytes { length = JSONText.decodedCount(bytes.part(text)) }
        case .number:
            text = tape.range(place)
            length = text.count
        default: throw LineError(.badID, at: offset)
        }
        guard length >= 1 else { throw LineError(.emptyID, at: offset) }
        guard length <= Limits.maxIDBytes else { throw LineError(.idTooLong, at: offset) }
        return text
    }
}
