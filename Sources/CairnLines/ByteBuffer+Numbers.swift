extension ByteBuffer {
    /// The number in decimal digits, without leading zeros.
    package mutating func appendDecimal(_ number: UInt64) {
        reserve(20)
        advance(by: DecimalText.write(number, to: tail))
    }

    /// The number as 16 lowercase hexadecimal digits, most significant first.
    package mutating func appendHex16(_ number: UInt64) {
        reserve(16)
        HexText.write(number, to: tail)
        advance(by: 16)
    }
}

/// Decimal digits of unsigned numbers.
enum DecimalText {
    /// Writes `number` at `target`, which has room for 20 bytes, and tells how many bytes it took.
    @inline(__always)
    static func write(_ number: UInt64, to target: UnsafeMutableRawPointer) -> Int {
        let length = digits(of: number)
        var rest = number
        var at = length
        repeat {
            at &-= 1
            let quotient = rest / 10
            let digit = UInt8(truncatingIfNeeded: 0x30 &+ rest &- quotient &* 10)
            target.storeBytes(of: digit, toByteOffset: at, as: UInt8.self)
            rest = quotient
        } while at > 0
        return length
    }

    @inline(__always)
    private static func digits(of number: UInt64) -> Int {
        var length = 1
        var bound: UInt64 = 10
        while number >= bound && length < 20 {
            length &+= 1
            bound = length == 20 ? .max : bound &* 10
        }
        return length
    }
}
