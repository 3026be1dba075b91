// What comes too late.
//
// Codable lets a type ask for two nested containers and write to both in turns. The first one has got its closing
// bracket by then. Hardly any type does it, so nothing is kept back for it: what is written to a closed container goes
// into a writer of its own, with the place where it belongs, and is put there when the value around it ends.
//
//     {"a":{"x":1},"b":{"y":2}        and now "z" for "a"
//                ^ late: ,"z":3

/// A text that belongs further up.
struct Late {
    /// Where, in the text of the writer that lists it.
    var position: Int
    var frame: EncodingFrame
    /// nil for a value that has not been written, and so is an empty object.
    var writer: JSONWriter?
}

extension JSONWriter {
    /// Ends what is open down to, and with, `frame`.
    func finish(_ frame: EncodingFrame) {
        if frame.writer === self, frame.isOpen {
            while let top, top !== frame { top.close() }
            frame.close()
        }
        frame.isFinished = true
    }

    /// Puts everything in its place that was listed since there were `earlier` of them.
    func settle(since earlier: Int) {
        guard text.pointee.lateCount > earlier else { return }
        let waiting = removeLates(downTo: earlier).sorted { $0.position < $1.position }
        guard let first = waiting.first else { return }
        var rest = JSONBytes(capacity: text.pointee.count &- first.position)
        defer { rest.giveBack() }
        var at = first.position
        for late in waiting {
            rest.append(UnsafeRawBufferPointer(rebasing: text.pointee.bytes[at..<late.position]))
            at = late.position
            if let writer = late.writer {
                while let top = writer.top { top.close() }
                // As deep as containers nest, which is bounded.
                writer.settle(since: 0)
                rest.append(writer.text.pointee.bytes)
                if failure == nil { failure = writer.failure }
            }
            if late.frame.kind == .undecided { rest.append("{}") }
        }
        rest.append(UnsafeRawBufferPointer(rebasing: text.pointee.bytes[at...]))
        text.pointee.truncate(to: first.position)
        text.pointee.append(rest.bytes)
    }

    /// Remembers the first thing that went wrong; it is thrown in the end.
    func fail(_ frame: EncodingFrame, _ message: String) {
        if failure == nil { failure = frame.error(message) }
    }
}
