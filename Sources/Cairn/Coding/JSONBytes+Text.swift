internal import CairnLines

extension JSONBytes {
    /// A string with its quotes, and a colon behind it if it is a name.
    ///
    /// Escapes are those of RFC 8785: the short ones, `\u00xx` for other control characters, and nothing else.
    @inline(__always)
    mutating func appendString(_ text: String, isName: Bool = false) {
        withUTF8(of: text) { appendString($0, isName) }
    }

    @inline(__always)
    private mutating func appendString(_ text: UnsafeRawBufferPointer, _ isName: Bool) {
        reserve(text.count &+ 3)
        let target = tail
        target.storeBytes(of: 0x22, as: UInt8.self)
        if let start = text.baseAddress, text.count > 0, !Self.copyPlain(start, text.count, to: target + 1) {
            append(0x22)
            appendEscaped(text)
            append(0x22)
            if isName { append(0x3a) }
            return
        }
        target.storeBytes(of: 0x3a22, toByteOffset: text.count &+ 1, as: UInt16.self)
        advance(text.count &+ (isName ? 3 : 2))
    }

    /// Copies a text that needs no escape; false, and anything in the target, if it does. The target has room for
    /// eight bytes more.
    @inline(__always)
    private static func copyPlain(
        _ start: UnsafeRawPointer, _ length: Int, to target: UnsafeMutableRawPointer
    ) -> Bool {
        if length < 8 {
            let word = start.shortWord(length)
            target.storeBytes(of: word.littleEndian, as: UInt64.self)
            return escapeMarks(word) == 0
        }
        var at = 0
        while at &+ 8 <= length {
            let word = start.word(at)
            if escapeMarks(word) != 0 { return false }
            target.storeBytes(of: word.littleEndian, toByteOffset: at, as: UInt64.self)
            at &+= 8
        }
        // The last eight bytes again: what overlaps is the same.
        let word = start.word(length &- 8)
        target.storeBytes(of: word.littleEndian, toByteOffset: length &- 8, as: UInt64.self)
        return escapeMarks(word) == 0
    }

    /// Plain runs eight bytes at a time, and what stands between them.
    @inline(never)
    private mutating func appendEscaped(_ text: UnsafeRawBufferPointer) {
        guard let start = text.baseAddress else { return }
        var at = 0
        while at < text.count {
            // Eight bytes of plain text, or one that takes six.
            reserve(8)
            if text.count &- at >= 8 {
                let word = start.word(at)
                tail.storeBytes(of: word.littleEndian, as: UInt64.self)
                let marks = escapeMarks(word)
                let plain = marks == 0 ? 8 : marks.trailingZeroBitCount &>> 3
                advance(plain)
                at &+= plain
                if marks == 0 { continue }
            }
            appendEscaped(start.byte(at))
            at &+= 1
        }
    }

    /// One byte, escaped if it must be.
    @inline(__always)
    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case 0x22: append("\\\"")
        case 0x5c: append("\\\\")
        case 0x20...: append(byte)
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0a: append("\\n")
        case 0x0c: append("\\f")
        case 0x0d: append("\\r")
        default:
            append(byte < 0x10 ? "\\u000" : "\\u001")
            let low = byte & 0x0f
            append(low < 10 ? 0x30 &+ low : 0x57 &+ low)
        }
    }
}
