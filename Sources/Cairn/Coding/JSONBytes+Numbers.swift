extension JSONBytes {
    @inline(__always)
    mutating func appendNumber(_ number: Int64) {
        if number < 0 { append(0x2d) }
        appendNumber(number.magnitude)
    }

    /// The number in decimal digits.
    @inline(__always)
    mutating func appendNumber(_ number: UInt64) {
        // No number has more than 20 digits.
        reserve(20)
        var length = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            length &+= 1
        }
        let target = tail
        rest = number
        var at = length
        while at > 0 {
            at &-= 1
            let quotient = rest / 10
            let digit = UInt8(truncatingIfNeeded: 0x30 &+ rest &- quotient &* 10)
            target.storeBytes(of: digit, toByteOffset: at, as: UInt8.self)
            rest = quotient
        }
        advance(length)
    }

    /// The shortest digits that are read back as this number, which is finite: `0.1`, `100`, `1e+300`, `-0`.
    mutating func appendNumber(_ number: Double) {
        // Up to here each whole number has a double of its own, and its shortest digits are those of the integer.
        if number.magnitude < 9_007_199_254_740_992, number == number.rounded(.towardZero) {
            if number.sign == .minus { append(0x2d) }
            return appendNumber(UInt64(number.magnitude))
        }
        appendNumberText(number.description)
    }

    /// The same. A float's digits are fewer than those of the double that it could be turned into.
    mutating func appendNumber(_ number: Float) { appendNumberText(number.description) }

    /// The digits of Swift's own description, which are the shortest, without a `.0` at the end.
    private mutating func appendNumberText(_ text: String) {
        withUTF8(of: text) { digits in
            let isWhole = digits.count > 2 && digits[digits.count &- 2] == 0x2e && digits[digits.count &- 1] == 0x30
            append(UnsafeRawBufferPointer(rebasing: digits.dropLast(isWhole ? 2 : 0)))
        }
    }

    /// A text of digits, signs and points alone, such as a wide integer or a decimal number describes itself with.
    mutating func appendDigits(of number: some CustomStringConvertible) {
        withUTF8(of: number.description) { append($0) }
    }
}
