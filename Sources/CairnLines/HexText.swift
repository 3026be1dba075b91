/// Lowercase hexadecimal digits, eight at a time in one register.
enum HexText {
    /// Writes 16 digits at `target`.
    @inline(__always)
    static func write(_ number: UInt64, to target: UnsafeMutableRawPointer) {
        target.storeBytes(of: digits(UInt32(truncatingIfNeeded: number >> 32)), as: UInt64.self)
        target.storeBytes(of: digits(UInt32(truncatingIfNeeded: number)), toByteOffset: 8, as: UInt64.self)
    }

    /// The eight digits of `half` as the bytes of a word, the first digit in the first byte of memory.
    @inline(__always)
    static func digits(_ half: UInt32) -> UInt64 {
        var word = UInt64(half.byteSwapped)
        word = (word | word &<< 16) & 0x0000_ffff_0000_ffff
        word = (word | word &<< 8) & 0x00ff_00ff_00ff_00ff
        word = (word &>> 4 & 0x000f_000f_000f_000f) | (word & 0x000f_000f_000f_000f) &<< 8
        let letters = (word &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
        return (word &+ 0x3030_3030_3030_3030 &+ letters &* 39).littleEndian
    }

    /// The value of four digits of either case; nil if one is none.
    @inline(__always)
    static func unit(_ here: UnsafeRawPointer) -> UInt32? {
        var unit: UInt32 = 0
        for place in 0..<4 {
            let byte = here.byte(place)
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte &- 0x30
            case 0x61...0x66: digit = byte &- 0x57
            case 0x41...0x46: digit = byte &- 0x37
            default: return nil
            }
            unit = unit &<< 4 | UInt32(digit)
        }
        return unit
    }
}
