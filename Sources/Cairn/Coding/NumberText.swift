internal import CairnLines
internal import FoundationEssentials

/// Numbers of JSON, read exactly or not at all. The texts have passed the scan, so they have the form of a number.
enum NumberText {
    /// An integer of at most 18 digits without point and exponent, which is nearly every one.
    @inline(__always)
    static func short(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard let start = text.baseAddress, text.count > 0, text.count <= 18 else { return nil }
        let isNegative = start.byte() == 0x2d
        var number: Int64 = 0
        for at in (isNegative ? 1 : 0)..<text.count {
            let digit = start.byte(at) &- 0x30
            guard digit < 10 else { return nil }
            number = number &* 10 &+ Int64(digit)
        }
        return isNegative ? 0 &- number : number
    }

    /// An integer of any width, in any form: `1.0` and `1e2` as well. nil if it is no integer or does not fit.
    static func integer<T: FixedWidthInteger>(_ text: UnsafeRawBufferPointer, _ type: T.Type) -> T? {
        guard let parts = NumberParts(text), let magnitude = parts.whole else { return nil }
        if !parts.isNegative || magnitude == 0 { return T(exactly: magnitude) }
        guard magnitude <= 1 << 127 else { return nil }
        return T(exactly: 0 &- Int128(truncatingIfNeeded: magnitude))
    }

    /// The nearest double; nil if the number is beyond the greatest one, or so small that only zero is left of it.
    static func double(_ text: UnsafeRawBufferPointer) -> Double? {
        if let number = short(text), number != 0, number.magnitude <= 1 << 53 { return Double(number) }
        // A significand and a power of ten that are both exact: one operation, rounded once.
        if let parts = NumberParts(text), let significand = UInt64(exactly: parts.significand),
            significand <= 1 << 53, let power = exactPower(parts.exponent)
        {
            let number = parts.exponent < 0 ? Double(significand) / power : Double(significand) * power
            return parts.isNegative ? -number : number
        }
        return Double(String(decoding: text, as: UTF8.self)).flatMap { isKept($0, text) ? $0 : nil }
    }

    /// The nearest float; nil as for a double.
    static func float(_ text: UnsafeRawBufferPointer) -> Float? {
        Float(String(decoding: text, as: UTF8.self)).flatMap { isKept($0, text) ? $0 : nil }
    }

    /// Whether a number is still what its text says: not infinite, and zero only if each of its digits is.
    private static func isKept(_ number: some BinaryFloatingPoint, _ text: UnsafeRawBufferPointer) -> Bool {
        if number.isZero { return !text.prefix { $0 | 0x20 != 0x65 }.contains { $0 >= 0x31 && $0 <= 0x39 } }
        return number.isFinite
    }

    /// The decimal number; nil if it has more digits than one can hold.
    static func decimal(_ text: UnsafeRawBufferPointer) -> Decimal? {
        let string = String(decoding: text, as: UTF8.self)
        guard let number = Decimal(string: string), number.isFinite else { return nil }
        // It is rounded silently, so the digits are compared.
        let digits = significantDigits(string.utf8)
        return digits.count <= 38 || digits == significantDigits(number.description.utf8) ? number : nil
    }

    /// The digits between the zeros at both ends, without point and exponent.
    private static func significantDigits(_ text: String.UTF8View) -> [UInt8] {
        let digits = text.prefix { $0 | 0x20 != 0x65 }.filter { $0 >= 0x30 && $0 <= 0x39 }
        let head = digits.drop { $0 == 0x30 }
        guard let last = head.lastIndex(where: { $0 != 0x30 }) else { return [] }
        return Array(head[...last])
    }

    /// Ten to the size of `exponent`, where a double holds it exactly.
    private static func exactPower(_ exponent: Int) -> Double? {
        guard exponent.magnitude < powers.count else { return nil }
        return powers[Int(exponent.magnitude)]
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}

/// A number taken apart: its significant digits as an integer, times ten to the exponent.
struct NumberParts {
    private(set) var isNegative = false
    private(set) var significand: UInt128 = 0
    private(set) var exponent = 0

    /// nil if there are more significant digits than 128 bits hold. Complexity: O(n).
    init?(_ text: UnsafeRawBufferPointer) {
        var zeros = 0
        var isFraction = false
        var at = 0
        if text.first == 0x2d {
            isNegative = true
            at = 1
        }
        while at < text.count {
            let byte = text[at]
            at &+= 1
            if byte == 0x2e {
                isFraction = true
            } else if byte | 0x20 == 0x65 {
                break
            } else {
                if isFraction { exponent &-= 1 }
                // Zeros count only once a digit follows them.
                if byte == 0x30 {
                    zeros &+= 1
                } else {
                    guard significand == 0 || scale(by: zeros) else { return nil }
                    zeros = 0
                    guard scale(by: 1) else { return nil }
                    let (sum, overflow) = significand.addingReportingOverflow(UInt128(byte &- 0x30))
                    if overflow { return nil }
                    significand = sum
                }
            }
        }
        exponent &+= zeros
        exponent &+= Self.exponent(text[at...])
        if significand == 0 { exponent = 0 }
    }

    /// The integer that this is; nil if it is none, or needs more than 128 bits.
    var whole: UInt128? {
        var whole = self
        if exponent >= 0 { return whole.scale(by: exponent) ? whole.significand : nil }
        // No digits but zeros would be left behind the point: the significand ends with another digit.
        return nil
    }

    /// Multiplies by ten `count` times; false if that overflows, which it does within 39 steps.
    private mutating func scale(by count: Int) -> Bool {
        var left = significand == 0 ? 0 : count
        while left > 0 {
            let (product, overflow) = significand.multipliedReportingOverflow(by: 10)
            if overflow { return false }
            significand = product
            left &-= 1
        }
        return true
    }

    /// The number behind the `e`; what is beyond any use stops growing.
    private static func exponent(_ text: UnsafeRawBufferPointer.SubSequence) -> Int {
        var exponent = 0
        for byte in text where byte >= 0x30 && exponent < 1 << 40 {
            exponent = exponent &* 10 &+ Int(byte &- 0x30)
        }
        return text.first == 0x2d ? 0 &- exponent : exponent
    }
}
