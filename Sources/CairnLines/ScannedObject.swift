/// A JSON object from outside that was found to be fit for a line, and how to write it canonically.
struct ScannedObject: ~Copyable {
    private let bytes: UnsafeRawBufferPointer
    private var tape = JSONTape()
    /// The place of the `id` member's name.
    private var idName: JSONTape.Place?

    /// Errors: those of `JSONTape.scan(_:)`, `.notAnObject`, `.duplicateName`; `.tooDeep` and `.tooManyValues` already
    /// where the line around the object would be.
    init(_ bytes: UnsafeRawBufferPointer) throws(LineError) {
        self.bytes = bytes
        try tape.scan(bytes)
        let offset = tape.range(0).lowerBound
        guard tape.kind(0) == .object else { throw LineError(.notAnObject, at: offset) }
        guard tape.deepest < Limits.maxDepth else { throw LineError(.tooDeep, at: offset) }
        guard tape.count <= Limits.maxTapeWords - Self.wordsAround else { throw LineError(.tooManyValues, at: offset) }
        try tape.refuseDuplicateNames(in: bytes)
        if let value = tape.member("id", of: 0, in: bytes) { idName = value &- 1 }
    }

    /// More than the words that the members of a line around its body take on the tape.
    private static let wordsAround = 64

    /// The whole object, without white space.
    func appendCompact(to buffer: inout ByteBuffer) { appendCompact(tape.range(0), to: &buffer) }

    /// The object with `id` as its first member, and the id's bytes.
    ///
    /// Errors: `.missingID`, `.idMismatch`, `.badID`, `.emptyID`, `.idTooLong`.
    func appendWithID(_ given: [UInt8]?, to buffer: inout ByteBuffer) throws(LineError) -> [UInt8] {
        guard let idName else {
            guard let given else { throw LineError(.missingID, at: tape.range(0).lowerBound) }
            buffer.append("{\"id\":\"")
            given.withUnsafeBytes { JSONText.escape($0, into: &buffer) }
            buffer.append(tape.children(0) > 0 ? "\"," : "\"")
            appendCompact(tape.range(0).lowerBound &+ 1..<tape.range(0).upperBound, to: &buffer)
            return given
        }
        let id = try idBytes(idName &+ 1)
        if let given, given != id { throw LineError(.idMismatch, at: tape.range(idName &+ 1).lowerBound) }
        buffer.append("{\"id\":")
        if tape.kind(idName &+ 1) == .string {
            // Escaped anew: the shortest escapes are never longer, and most often there are none left.
            buffer.append(0x22)
            id.withUnsafeBytes { JSONText.escape($0, into: &buffer) }
            buffer.append(0x22)
        } else {
            buffer.append(bytes.part(tape.range(idName &+ 1)))
        }
        let following = tape.after(idName &+ 1)
        let end = tape.range(0).upperBound
        if idName > 2 {
            // From the first member to before the comma that stands before the id.
            buffer.append(0x2c)
            let last = tape.range(idName).lowerBound
            appendCompact(tape.range(2).lowerBound..<last, to: &buffer)
            buffer.truncate(to: buffer.count &- 1)
        }
        if following < tape.after(0) {
            buffer.append(0x2c)
            appendCompact(tape.range(following).lowerBound..<end, to: &buffer)
        } else {
            buffer.append(0x7d)
        }
        return id
    }

    /// Refuses an `id` member that is not `id`. Errors: `.idMismatch`.
    func refuseOtherID(than id: [UInt8]) throws(LineError) {
        guard let idName else { return }
        let kind = tape.kind(idName &+ 1)
        guard kind == .string || kind == .number, try idBytes(idName &+ 1) == id else {
            throw LineError(.idMismatch, at: tape.range(idName &+ 1).lowerBound)
        }
    }

    private func idBytes(_ place: JSONTape.Place) throws(LineError) -> [UInt8] {
        let text = bytes.part(try IDRule.check(place, tape, bytes))
        guard tape.kind(place) == .string, tape.isEscaped(place) else { return [UInt8](text) }
        var id = ByteBuffer(capacity: text.count)
        try JSONText.unescape(text, into: &id)
        return id.withBytes { [UInt8]($0) }
    }

    /// A part of the text that begins and ends between tokens.
    private func appendCompact(_ range: Range<Int>, to buffer: inout ByteBuffer) {
        buffer.appendCompact(bytes.part(range), hasWhiteSpace: tape.whiteSpace > 0)
    }
}
