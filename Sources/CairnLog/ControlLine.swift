package import CairnLines

/// One of the engine's own lines.
package enum ControlLine {
    /// The line's draft.
    ///
    /// - Throws: `.invalidEntry` for data that is not an object, which the engine never makes.
    package static func draft(_ kind: ControlKind, _ data: ControlData?) throws(LogError) -> LineDraft {
        let bytes = data?.closed
        var draft: LineDraft?
        var cause: LineError?
        let make = { (data: UnsafeRawBufferPointer?) in
            do throws(LineError) {
                draft = try LineDraft.control(type: Array(kind.rawValue.utf8), data: data)
            } catch { cause = error }
        }
        if let bytes { bytes.withUnsafeBytes { make($0) } } else { make(nil) }
        guard let draft else {
            throw LogError(.invalidEntry, "a \(kind.rawValue) line could not be made", cause: cause)
        }
        return draft
    }

    /// Appends the whole line to a buffer.
    package static func append(
        _ kind: ControlKind, _ data: ControlData?, next: SequenceNumber, acknowledged: SequenceNumber,
        microseconds: Int64, to buffer: inout ByteBuffer
    ) throws(LogError) {
        let draft = try draft(kind, data)
        var formatter = TimestampFormatter()
        formatter.withText(of: Timestamp(microseconds: microseconds)) {
            _ = LineWriter.append(
                draft, sequence: next.number, acknowledged: acknowledged.number, timestamp: $0, to: &buffer)
        }
    }
}
