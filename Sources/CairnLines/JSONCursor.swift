/// A place in a JSON text that moves over one token at a time. It checks, it does not decode.
struct JSONCursor {
    let start: UnsafeRawPointer
    let end: Int
    var at = 0

    init(start: UnsafeRawPointer, end: Int) {
        self.start = start
        self.end = end
    }

    /// The byte here; 0 at the end, which no token begins with.
    @inline(__always)
    var peek: UInt8 { at < end ? start.byte(at) : 0 }

    /// Moves over a literal of four or five letters.
    @inline(__always)
    mutating func skip(_ literal: StaticString) throws(LineError) {
        let length = literal.utf8CodeUnitCount
        guard end &- at >= length, (start + at).matches(literal) else { throw LineError(.notJSON, at: at) }
        at &+= length
    }

    /// Moves over a number: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`. Any size is a number.
    mutating func skipNumber() throws(LineError) {
        if peek == 0x2d { at &+= 1 }
        if peek == 0x30 { at &+= 1 } else { try skipDigits() }
        if peek == 0x2e {
            at &+= 1
            try skipDigits()
        }
        if peek | 0x20 == 0x65 {
            at &+= 1
            if peek == 0x2b || peek == 0x2d { at &+= 1 }
            try skipDigits()
        }
    }

    @inline(__always)
    private mutating func skipDigits() throws(LineError) {
        let from = at
        while at < end, start.byte(at) &- 0x30 < 10 { at &+= 1 }
        if at == from { throw LineError(.notJSON, at: at) }
    }

    /// Moves over a string, from its opening to after its closing quote, and tells whether it has an escape.
    ///
    /// Errors: `.notJSON` for a control character, an unknown escape or a missing end; `.badUTF8`; `.loneSurrogate`.
    mutating func skipString() throws(LineError) -> Bool {
        at &+= 1
        var escaped = false
        while true {
            skipPlain()
            guard at < end else { throw LineError(.notJSON, at: end) }
            let byte = start.byte(at)
            if byte == 0x22 {
                at &+= 1
                return escaped
            }
            if byte == 0x5c {
                escaped = true
                try skipEscape()
            } else if byte >= 0x80 {
                let length = UTF8Scan.length(start + at, room: end &- at)
                guard length > 0 else { throw LineError(.badUTF8, at: at) }
                at &+= length
            } else {
                throw LineError(.notJSON, at: at)
            }
        }
    }

    /// Moves over plain ASCII to the first byte that is not, or to the end.
    @inline(__always)
    private mutating func skipPlain() {
        while end &- at >= 8 {
            let marks = stringMarks(start.word(at))
            if marks != 0 {
                at &+= marks.trailingZeroBitCount &>> 3
                return
            }
            at &+= 8
        }
        while at < end {
            let byte = start.byte(at)
            if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5c { return }
            at &+= 1
        }
    }

    /// Moves over `\n`, `\u00e9`, or a pair of surrogates `\ud83d\ude00`.
    private mutating func skipEscape() throws(LineError) {
        let from = at
        at &+= 1
        switch peek {
        case 0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74: at &+= 1
        case 0x75:
            at &+= 1
            let unit = try skipFourDigits()
            guard unit & 0xf800 == 0xd800 else { return }
            guard unit < 0xdc00, end &- at >= 6, start.byte(at) == 0x5c, start.byte(at &+ 1) == 0x75 else {
                throw LineError(.loneSurrogate, at: from)
            }
            at &+= 2
            guard try skipFourDigits() & 0xfc00 == 0xdc00 else { throw LineError(.loneSurrogate, at: from) }
        default: throw LineError(.notJSON, at: at)
        }
    }

    private mutating func skipFourDigits() throws(LineError) -> UInt32 {
        guard end &- at >= 4, let unit = HexText.unit(start + at) else { throw LineError(.notJSON, at: at) }
        at &+= 4
        return unit
    }
}
