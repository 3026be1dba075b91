/// UTF-8 by the table of the Unicode standard (well-formed byte sequences): no overlong form, no surrogate, nothing
/// beyond U+10FFFF.
enum UTF8Scan {
    /// The length of the sequence of two to four bytes that begins at `here` with a byte of 0x80 or more; 0 if it is
    /// not well-formed or does not fit into `room`.
    static func length(_ here: UnsafeRawPointer, room: Int) -> Int {
        let first = here.byte()
        guard first >= 0xc2, first <= 0xf4, room >= 2 else { return 0 }
        let second = here.byte(1)
        if first < 0xe0 { return isTail(second) ? 2 : 0 }
        guard room >= 3, isTail(here.byte(2)) else { return 0 }
        if first < 0xf0 {
            let low: UInt8 = first == 0xe0 ? 0xa0 : 0x80
            let high: UInt8 = first == 0xed ? 0x9f : 0xbf
            return second >= low && second <= high ? 3 : 0
        }
        guard room >= 4, isTail(here.byte(3)) else { return 0 }
        let low: UInt8 = first == 0xf0 ? 0x90 : 0x80
        let high: UInt8 = first == 0xf4 ? 0x8f : 0xbf
        return second >= low && second <= high ? 4 : 0
    }

    /// The first byte that is not part of well-formed UTF-8; nil if all are. Complexity: O(n), 8 bytes a step in ASCII.
    static func firstBad(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let start = bytes.baseAddress else { return nil }
        var at = 0
        while at < bytes.count {
            if bytes.count &- at >= 8, start.word(at) & spread(0x80) == 0 {
                at &+= 8
            } else if start.byte(at) < 0x80 {
                at &+= 1
            } else {
                let length = length(start + at, room: bytes.count &- at)
                guard length > 0 else { return at }
                at &+= length
            }
        }
        return nil
    }

    @inline(__always)
    private static func isTail(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }
}
