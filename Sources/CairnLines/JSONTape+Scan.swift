extension JSONTape {
    /// Writes the tape of `bytes`, which must be one JSON text and nothing else. What was on the tape is forgotten.
    ///
    /// Errors: `.tooLong`, `.notJSON`, `.badUTF8`, `.loneSurrogate`, `.tooDeep`, `.tooManyValues`; the offset is the
    /// byte where it was noticed. Complexity: O(n), memory 8 bytes for each scalar and 16 for each container.
    package mutating func scan(_ bytes: UnsafeRawBufferPointer) throws(LineError) {
        var text = try begin(bytes)
        var open = Self.nothing
        var depth = 0
        var isObject = false
        repeat {
            // Here a value is due; inside an object it comes after its name.
            skipWhite(&text)
            if open != Self.nothing { addChild(to: open) }
            let first = text.peek
            if first == 0x7b || first == 0x5b {
                guard depth < Limits.maxDepth else { throw LineError(.tooDeep, at: text.at) }
                depth &+= 1
                deepest = max(deepest, depth)
                isObject = first == 0x7b
                open = try begin(isObject ? .object : .array, in: open, &text)
                skipWhite(&text)
                if text.peek != (isObject ? 0x7d : 0x5d) {
                    if isObject { try name(&text) }
                    continue
                }
            } else {
                try scalar(first, &text)
            }
            // Here a value has ended: close what ends with it, until another one is due.
            while open != Self.nothing {
                skipWhite(&text)
                let next = text.peek
                if next == 0x2c {
                    text.at &+= 1
                    if isObject {
                        skipWhite(&text)
                        try name(&text)
                    }
                    break
                }
                guard next == (isObject ? 0x7d : 0x5d) else { throw LineError(.notJSON, at: text.at) }
                text.at &+= 1
                open = end(open, at: text.at)
                depth &-= 1
                isObject = open != Self.nothing && kind(open) == .object
            }
        } while open != Self.nothing
        skipWhite(&text)
        guard text.at == text.end else { throw LineError(.notJSON, at: text.at) }
    }

    /// No container: no tape is as long.
    private static let nothing = 0xffff_ffff

    /// Forgets what was scanned before.
    private mutating func begin(_ bytes: UnsafeRawBufferPointer) throws(LineError) -> JSONCursor {
        count = 0
        whiteSpace = 0
        deepest = 0
        guard bytes.count <= Limits.maxLineBytes else { throw LineError(.tooLong, at: Limits.maxLineBytes) }
        guard let start = bytes.baseAddress else { throw LineError(.notJSON, at: 0) }
        return JSONCursor(start: start, end: bytes.count)
    }

    @inline(__always)
    private mutating func skipWhite(_ text: inout JSONCursor) {
        let from = text.at
        while text.at < text.end {
            let byte = text.start.byte(text.at)
            guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { break }
            text.at &+= 1
        }
        whiteSpace &+= text.at &- from
    }

    @inline(__always)
    private mutating func addChild(to open: Place) {
        setWord(open &+ 1, word(open &+ 1) &+ 1 &<< 32)
    }

    /// Two words for a container that begins here; the second one remembers the container around it.
    private mutating func begin(_ kind: Kind, in open: Place, _ text: inout JSONCursor) throws(LineError) -> Place {
        let place = count
        try append(Self.word(kind, text.at, text.at), at: text.at)
        try append(UInt64(open), at: text.at)
        text.at &+= 1
        return place
    }

    /// Fills in the skip link and the end, and tells the container around.
    private mutating func end(_ place: Place, at end: Int) -> Place {
        let link = word(place &+ 1)
        setWord(place &+ 1, link & ~0xffff_ffff | UInt64(count))
        setWord(place, word(place) & ~(Self.offsetMask &<< 28) | UInt64(end) &<< 28)
        return Int(truncatingIfNeeded: link & 0xffff_ffff)
    }

    /// A member's name and its colon.
    @inline(__always)
    private mutating func name(_ text: inout JSONCursor) throws(LineError) {
        guard text.peek == 0x22 else { throw LineError(.notJSON, at: text.at) }
        try string(&text)
        skipWhite(&text)
        guard text.peek == 0x3a else { throw LineError(.notJSON, at: text.at) }
        text.at &+= 1
    }

    @inline(__always)
    private mutating func string(_ text: inout JSONCursor) throws(LineError) {
        let from = text.at
        let escaped = try text.skipString()
        try append(Self.word(.string, from, text.at) | (escaped ? 1 &<< 56 : 0), at: from)
    }

    @inline(__always)
    private mutating func scalar(_ first: UInt8, _ text: inout JSONCursor) throws(LineError) {
        let from = text.at
        switch first {
        case 0x22: return try string(&text)
        case 0x2d, 0x30...0x39:
            try text.skipNumber()
            try append(Self.word(.number, from, text.at), at: from)
        case 0x74:
            try text.skip("true")
            try append(Self.word(.true, from, text.at), at: from)
        case 0x66:
            try text.skip("false")
            try append(Self.word(.false, from, text.at), at: from)
        case 0x6e:
            try text.skip("null")
            try append(Self.word(.null, from, text.at), at: from)
        default: throw LineError(.notJSON, at: from)
        }
    }

    @inline(__always)
    private static func word(_ kind: Kind, _ start: Int, _ end: Int) -> UInt64 {
        UInt64(kind.rawValue) &<< 57 | UInt64(end) &<< 28 | UInt64(start)
    }
}
