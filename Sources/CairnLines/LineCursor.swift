/// A place in a line of the canonical order. Each step either moves on and says so, or leaves the verdict to the tape.
struct LineCursor {
    let start: UnsafeRawPointer
    let end: Int
    var at: Int

    @inline(__always)
    var room: Int { end &- at }

    /// Moves over `token`, of 2 to 16 bytes, if it is here.
    @inline(__always)
    mutating func take(_ token: StaticString) -> Bool {
        guard room >= token.utf8CodeUnitCount, (start + at).matches(token) else { return false }
        at &+= token.utf8CodeUnitCount
        return true
    }

    /// Moves over `byte` if it is here.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard at < end, start.byte(at) == byte else { return false }
        at &+= 1
        return true
    }

    /// A number of 1 to 19 digits without a leading zero; nil for anything else.
    @inline(__always)
    mutating func decimal() -> UInt64? {
        let from = at
        var number: UInt64 = 0
        while at < end {
            let digit = start.byte(at) &- 0x30
            guard digit < 10 else { break }
            number = number &* 10 &+ UInt64(digit)
            at &+= 1
        }
        let length = at &- from
        guard length >= 1, length <= 19, length == 1 || start.byte(from) != 0x30 else { return nil }
        return number
    }

    /// Moves over the inside of a string without escapes and over its closing quote; nil if there is an escape, a
    /// control character, something that is not UTF-8, or no end.
    @inline(__always)
    mutating func plainString() -> Range<Int>? {
        let from = at
        var seen: UInt64 = 0
        while room >= 8 {
            let word = start.word(at)
            let control = (word &- spread(0x20)) & ~word
            let marks = (zeroMarks(word ^ spread(0x22)) | zeroMarks(word ^ spread(0x5c)) | control) & spread(0x80)
            if marks != 0 {
                // The bytes below the first mark belong to the string.
                seen |= word & ((marks & (0 &- marks)) &- 1)
                at &+= marks.trailingZeroBitCount &>> 3
                break
            }
            seen |= word
            at &+= 8
        }
        while at < end {
            let byte = start.byte(at)
            if byte == 0x22 { return closeString(from, isASCII: seen & spread(0x80) == 0) }
            guard byte >= 0x20, byte != 0x5c else { return nil }
            seen |= UInt64(byte)
            at &+= 1
        }
        return nil
    }

    @inline(__always)
    private mutating func closeString(_ from: Int, isASCII: Bool) -> Range<Int>? {
        let inside = Range(uncheckedBounds: (from, at))
        at &+= 1
        if isASCII { return inside }
        return UTF8Scan.firstBad(UnsafeRawBufferPointer(start: start + from, count: inside.count)) == nil ? inside : nil
    }

    /// Moves over an id, a plain string or a number, up to the byte after it; nil if it is neither or out of bounds.
    @inline(__always)
    mutating func plainID() -> Range<Int>? {
        guard take(0x22) else { return plainNumber() }
        guard let id = plainString(), id.count >= 1, id.count <= Limits.maxIDBytes else { return nil }
        return id
    }

    private mutating func plainNumber() -> Range<Int>? {
        var number = JSONCursor(start: start, end: end)
        number.at = at
        do { try number.skipNumber() } catch { return nil }
        let id = Range(uncheckedBounds: (at, number.at))
        at = number.at
        return id.count <= Limits.maxIDBytes ? id : nil
    }
}
