/// Yields, one by one, the bytes that the inside of a JSON string stands for, without allocating.
struct JSONDecoding {
    private let text: UnsafeRawBufferPointer
    private var at = 0
    /// Bytes of a decoded character that are still to come, the next one lowest.
    private var pending: UInt32 = 0
    private var pendingCount = 0
    /// The escape that could not be decoded; the bytes end before it.
    private(set) var bad: LineError?

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    @inline(__always)
    mutating func next() -> UInt8? {
        if pendingCount == 0 {
            guard at < text.count else { return nil }
            let byte = text[at]
            if byte != 0x5c {
                at &+= 1
                return byte
            }
            guard decodeEscape() else { return nil }
        }
        let byte = UInt8(truncatingIfNeeded: pending)
        pending &>>= 8
        pendingCount &-= 1
        return byte
    }

    private mutating func decodeEscape() -> Bool {
        let from = at
        guard at &+ 1 < text.count else { return fail(.notJSON, at: from) }
        let letter = text[at &+ 1]
        at &+= 2
        switch letter {
        case 0x22, 0x5c, 0x2f: pending = UInt32(letter)
        case 0x62: pending = 0x08
        case 0x66: pending = 0x0c
        case 0x6e: pending = 0x0a
        case 0x72: pending = 0x0d
        case 0x74: pending = 0x09
        case 0x75: return decodeUnits(from)
        default: return fail(.notJSON, at: from)
        }
        pendingCount = 1
        return true
    }

    private mutating func decodeUnits(_ from: Int) -> Bool {
        guard let first = unit() else { return fail(.notJSON, at: from) }
        guard first & 0xf800 == 0xd800 else {
            encode(first)
            return true
        }
        guard first < 0xdc00, at &+ 1 < text.count, text[at] == 0x5c, text[at &+ 1] == 0x75 else {
            return fail(.loneSurrogate, at: from)
        }
        at &+= 2
        guard let second = unit(), second & 0xfc00 == 0xdc00 else { return fail(.loneSurrogate, at: from) }
        encode(0x10000 &+ (first &- 0xd800) &<< 10 &+ (second &- 0xdc00))
        return true
    }

    private mutating func unit() -> UInt32? {
        guard text.count &- at >= 4, let start = text.baseAddress else { return nil }
        guard let unit = HexText.unit(start + at) else { return nil }
        at &+= 4
        return unit
    }

    /// Puts the character's UTF-8 into `pending`.
    private mutating func encode(_ scalar: UInt32) {
        switch scalar {
        case 0..<0x80:
            pending = scalar
            pendingCount = 1
        case 0x80..<0x800:
            pending = 0xc0 | scalar &>> 6 | (0x80 | scalar & 0x3f) &<< 8
            pendingCount = 2
        case 0x800..<0x10000:
            pending = 0xe0 | scalar &>> 12 | (0x80 | scalar &>> 6 & 0x3f) &<< 8 | (0x80 | scalar & 0x3f) &<< 16
            pendingCount = 3
        default:
            pending = 0xf0 | scalar &>> 18 | (0x80 | scalar &>> 12 & 0x3f) &<< 8
            pending |= (0x80 | scalar &>> 6 & 0x3f) &<< 16 | (0x80 | scalar & 0x3f) &<< 24
            pendingCount = 4
        }
    }

    private mutating func fail(_ code: LineError.Code, at offset: Int) -> Bool {
        bad = LineError(code, at: offset)
        at = text.count
        return false
    }
}
