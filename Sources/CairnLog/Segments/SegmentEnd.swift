/// Where a segment ends and what it holds: what its seal says of it, and what its successor's header says it follows.
package struct SegmentEnd: Sendable, Hashable {
    package var segment: SegmentID
    /// Bytes from the start of the file to the end of the last line that counts.
    package var bytes: Int64
    /// Lines in them, control lines included.
    package var lines: Int
    /// The sequence that the next record has.
    package var next: SequenceNumber
    /// SHA-256 over these bytes.
    package var digest: SHA256Value
}

extension SegmentEnd {
    package func write(to object: inout ControlData) {
        object.add("segment", UInt64(segment.number))
        object.add("bytes", UInt64(clamping: bytes))
        object.add("lines", UInt64(clamping: lines))
        object.add("next", next.number)
        object.add("sha256", digest.hex)
    }

    /// The same as an object of its own, for a line that names it beside other things.
    package var data: ControlData {
        var object = ControlData()
        write(to: &object)
        return object
    }

    /// nil where a member is missing or not what it should be.
    package init?(_ object: ControlData.Reader) {
        guard let segment = object.segment("segment"), let bytes = object.number("bytes"),
            let lines = object.number("lines"), let next = object.sequence("next"),
            let digest = object.text("sha256").flatMap({ SHA256Value(hex: $0) }),
            bytes <= UInt64(Int64.max), lines <= UInt64(Int64.max)
        else { return nil }
        self.init(
            segment: segment, bytes: Int64(bytes), lines: Int(lines), next: next, digest: digest)
    }
}
