/// Puts a draft together: head, tail, key, in one buffer.
struct DraftWriter: ~Copyable {
    private let form: Envelope.Form
    private let headEnd: Int
    var buffer: ByteBuffer

    /// Begins with the head; `capacity` is a guess of what else comes.
    init(_ form: Envelope.Form, type: [UInt8], capacity: Int) {
        self.form = form
        buffer = ByteBuffer(capacity: capacity &+ type.count &* 2 &+ 96)
        buffer.append("\"type\":\"")
        Self.escape(type, into: &buffer)
        buffer.append("\",")
        headEnd = buffer.count
    }

    /// `,"target":"plan","id":"7"`
    mutating func appendTarget(_ kind: [UInt8], _ id: [UInt8]) {
        buffer.append(",\"target\":\"")
        Self.escape(kind, into: &buffer)
        buffer.append("\",\"id\":\"")
        Self.escape(id, into: &buffer)
        buffer.append("\"")
    }

    /// Ends the line and adds the key. Errors: `.tooLong`.
    consuming func finish(kind: [UInt8], id: [UInt8]) throws(LineError) -> LineDraft {
        buffer.append("}\n")
        let tailEnd = buffer.count
        guard tailEnd <= Limits.maxLineBytes - Limits.maxFrameBytes else {
            throw LineError(.tooLong, at: Limits.maxLineBytes - Limits.maxFrameBytes)
        }
        buffer.append(kind)
        buffer.append(0)
        buffer.append(id)
        let bytes = buffer.withBytes { [UInt8]($0) }
        return LineDraft(form: form, bytes: bytes, headEnd: headEnd, tailEnd: tailEnd)
    }

    private static func escape(_ text: [UInt8], into buffer: inout ByteBuffer) {
        text.withUnsafeBytes { JSONText.escape($0, into: &buffer) }
    }
}
