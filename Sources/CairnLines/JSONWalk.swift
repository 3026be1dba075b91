/// A place in bytes that are known to be JSON, moving over whole values.
struct JSONWalk {
    let start: UnsafeRawPointer
    let end: Int
    var at = 0

    init(start: UnsafeRawPointer, end: Int) {
        self.start = start
        self.end = end
    }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard at < end, start.byte(at) == byte else { return false }
        at &+= 1
        return true
    }

    @inline(__always)
    mutating func skipWhite() {
        while at < end {
            let byte = start.byte(at)
            guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
            at &+= 1
        }
    }

    /// Moves to after the closing quote, and tells whether a backslash was seen; nil, and at the end, if there is none.
    @inline(__always)
    mutating func skipRestOfString() -> Bool? {
        var escaped = false
        while true {
            while end &- at >= 8 {
                let word = start.word(at)
                let marks = zeroMarks(word ^ spread(0x22)) | zeroMarks(word ^ spread(0x5c))
                if marks != 0 {
                    at &+= marks.trailingZeroBitCount &>> 3
                    break
                }
                at &+= 8
            }
            if at >= end { return nil }
            let byte = start.byte(at)
            at &+= 1
            if byte == 0x22 { return escaped }
            if byte == 0x5c {
                escaped = true
                at = min(at &+ 1, end)
            }
        }
    }

    /// Moves over one value; false if it is empty or has no end.
    mutating func skipValue() -> Bool {
        guard at < end else { return false }
        let byte = start.byte(at)
        if byte == 0x22 {
            at &+= 1
            return skipRestOfString() != nil
        }
        return Self.isOpening(byte) ? skipContainer() : skipScalar()
    }

    /// Moves over an object or array by counting brackets of both kinds alike: in JSON they match.
    private mutating func skipContainer() -> Bool {
        var depth = 0
        while at < end {
            let byte = start.byte(at)
            at &+= 1
            if byte == 0x22 {
                if skipRestOfString() == nil { return false }
            } else if Self.isOpening(byte) {
                depth &+= 1
            } else if byte & 0xdf == 0x5d {
                depth &-= 1
                if depth == 0 { return true }
            }
        }
        return false
    }

    /// Moves to the byte that cannot belong to a number or a literal.
    private mutating func skipScalar() -> Bool {
        let from = at
        while at < end {
            switch start.byte(at) {
            case 0x2c, 0x5d, 0x7d, 0x20, 0x0a, 0x0d, 0x09: return at > from
            default: at &+= 1
            }
        }
        return at > from
    }

    /// `{` or `[`, which differ in one bit, as do `}` and `]`.
    @inline(__always)
    private static func isOpening(_ byte: UInt8) -> Bool { byte & 0xdf == 0x5b }

    /// Moves to the next white space outside strings, or to the end.
    mutating func skipUntilWhite() {
        while at < end {
            switch start.byte(at) {
            case 0x20, 0x0a, 0x0d, 0x09: return
            case 0x22:
                at &+= 1
                _ = skipRestOfString()
            default: at &+= 1
            }
        }
    }
}
