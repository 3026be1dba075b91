/// The text of JSON strings: between bytes and what stands inside the quotes.
package enum JSONText {
    /// Appends `bytes` as the inside of a JSON string: quote, backslash and control characters escaped in the shortest
    /// way (that of RFC 8785), everything else as it is. The bytes must be UTF-8; this does not check it.
    ///
    /// Complexity: O(n); at most six bytes for one.
    package static func escape(_ bytes: UnsafeRawBufferPointer, into buffer: inout ByteBuffer) {
        guard let start = bytes.baseAddress else { return }
        buffer.reserve(bytes.count)
        var copied = 0
        for at in 0..<bytes.count {
            let byte = start.byte(at)
            guard byte < 0x20 || byte == 0x22 || byte == 0x5c else { continue }
            buffer.append(bytes.part(copied..<at))
            appendEscape(of: byte, to: &buffer)
            copied = at &+ 1
        }
        buffer.append(bytes.part(copied..<bytes.count))
    }

    private static func appendEscape(of byte: UInt8, to buffer: inout ByteBuffer) {
        switch byte {
        case 0x08: buffer.append("\\b")
        case 0x09: buffer.append("\\t")
        case 0x0a: buffer.append("\\n")
        case 0x0c: buffer.append("\\f")
        case 0x0d: buffer.append("\\r")
        case 0x22: buffer.append("\\\"")
        case 0x5c: buffer.append("\\\\")
        default:
            buffer.append(byte < 0x10 ? "\\u000" : "\\u001")
            let low = byte & 0x0f
            buffer.append(low < 10 ? 0x30 &+ low : 0x57 &+ low)
        }
    }

    /// Appends the bytes that the inside of a JSON string stands for.
    ///
    /// Errors: `.notJSON` or `.loneSurrogate` for an escape that is none, with what was decoded before it appended.
    package static func unescape(
        _ text: UnsafeRawBufferPointer, into buffer: inout ByteBuffer
    ) throws(LineError) {
        var decoder = JSONDecoding(text)
        buffer.reserve(text.count)
        while let byte = decoder.next() { buffer.append(byte) }
        if let bad = decoder.bad { throw bad }
    }

    /// Whether two insides of JSON strings stand for the same bytes, in whatever way they are escaped.
    static func same(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        var left = JSONDecoding(a)
        var right = JSONDecoding(b)
        while true {
            let byte = left.next()
            guard byte == right.next() else { return false }
            if byte == nil { return left.bad == nil && right.bad == nil }
        }
    }

    /// Whether the inside of a JSON string stands for `plain`, which is not escaped.
    static func isText(_ text: UnsafeRawBufferPointer, for plain: UnsafeRawBufferPointer) -> Bool {
        var decoder = JSONDecoding(text)
        for byte in plain where decoder.next() != byte { return false }
        return decoder.next() == nil && decoder.bad == nil
    }

    /// Orders two insides of JSON strings by the bytes they stand for.
    static func comesBefore(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        var left = JSONDecoding(a)
        var right = JSONDecoding(b)
        while true {
            guard let other = right.next() else { return false }
            guard let byte = left.next() else { return true }
            if byte != other { return byte < other }
        }
    }

    /// The number of bytes that the inside of a JSON string stands for.
    static func decodedCount(_ text: UnsafeRawBufferPointer) -> Int {
        var decoder = JSONDecoding(text)
        var count = 0
        while decoder.next() != nil { count &+= 1 }
        return count
    }
}
