/// Writes lines: frames a draft with its numbers, its time and its sum.
package enum LineWriter {
    /// Appends one whole line, newline included, and tells where it stands in the buffer.
    ///
    /// `timestamp` is the 27 bytes of a `TimestampFormatter`; they are written as they are. Complexity: O(n), mostly
    /// the copy and the sum.
    @discardableResult
    package static func append(
        _ draft: LineDraft, sequence: UInt64, acknowledged: UInt64, transaction: Envelope.Transaction? = nil,
        timestamp: UnsafeRawBufferPointer, to buffer: inout ByteBuffer
    ) -> Range<Int> {
        let from = buffer.count
        buffer.reserve(draft.byteCount &+ timestamp.count &+ Limits.maxFrameBytes)
        draft.withPieces { head, tail in
            var pen = Pen(at: buffer.tail)
            pen.write("{\"sum\":\"0000000000000000\",")
            pen.write("\"seq\":")
            pen.write(decimal: sequence)
            pen.write(",\"ack\":")
            pen.write(decimal: acknowledged)
            if let transaction {
                pen.write(",\"tx\":[")
                pen.write(decimal: UInt64(transaction.index))
                pen.write(",")
                pen.write(decimal: UInt64(transaction.count))
                pen.write("]")
            }
            pen.write(",")
            pen.write(head)
            pen.write("\"timestamp\":\"")
            pen.write(timestamp)
            pen.write("\"")
            pen.write(tail)
            let covered = UnsafeRawBufferPointer(
                start: pen.start + LineSum.coveredFrom, count: pen.count &- LineSum.coveredFrom &- 1)
            HexText.write(LineSum.of(covered), to: pen.start + LineSum.digitsAt)
            buffer.advance(by: pen.count)
        }
        return from..<buffer.count
    }
}

/// Writes into room that was reserved for the longest possible line, so it need not ask at each step.
private struct Pen {
    let start: UnsafeMutableRawPointer
    private(set) var count = 0

    init(at start: UnsafeMutableRawPointer) { self.start = start }

    @inline(__always)
    mutating func write(_ text: StaticString) {
        (start + count).copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
        count &+= text.utf8CodeUnitCount
    }

    @inline(__always)
    mutating func write(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        (start + count).copyMemory(from: source, byteCount: bytes.count)
        count &+= bytes.count
    }

    @inline(__always)
    mutating func write(decimal number: UInt64) {
        count &+= DecimalText.write(number, to: start + count)
    }
}
