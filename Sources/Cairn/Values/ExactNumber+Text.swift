extension ExactNumber {
    /// Reads a JSON number, all of the bytes and nothing else; nil if they are none.
    ///
    /// Complexity: O(n); nothing is allocated for up to 19 digits.
    package init?(json text: UnsafeRawBufferPointer) {
        var reading = NumberReading(text)
        guard reading.read() else { return nil }
        self = reading.number
    }

    /// Plain digits where these are few, `1.5e+300` otherwise; reads back as the same number.
    var text: String {
        guard !isZero else { return "0" }
        let digits = self.digits.map { Character(UnicodeScalar($0 &+ 0x30)) }
        let point = Int(self.point)
        var text = isNegative ? "-" : ""
        if point > 21 || point < -5 {
            text.append(digits[0])
            if digits.count > 1 { text += "." + String(digits[1...]) }
            return text + (point > 0 ? "e+" : "e") + String(point - 1)
        }
        if point <= 0 { return text + "0." + String(repeating: "0", count: 0 - point) + String(digits) }
        if digits.count <= point {
            return text + String(digits) + String(repeating: "0", count: point - digits.count)
        }
        return text + String(digits[..<point]) + "." + String(digits[point...])
    }

    /// All digits without zeros at the end, one a byte; none for zero.
    var digits: [UInt8] {
        var digits: [UInt8] = []
        var rest = head
        while rest > 0 {
            digits.append(UInt8(truncatingIfNeeded: rest / 1_000_000_000_000_000_000))
            rest = rest % 1_000_000_000_000_000_000 &* 10
        }
        guard !tail.isEmpty else { return digits }
        while digits.count < Self.headDigits { digits.append(0) }
        return digits + tail
    }

    /// Puts together what ``digits`` and `point` say. Zeros at the end are allowed; the first digit is not 0.
    init(isNegative: Bool, point: Int, digits: some Sequence<UInt8>) {
        var reading = NumberReading(UnsafeRawBufferPointer(start: nil, count: 0))
        for digit in digits { reading.take(digit) }
        reading.isNegative = isNegative
        reading.point = point
        self = reading.number
    }
}

extension ExactNumber: CustomStringConvertible {
    package var description: String { text }
}

/// A JSON number on its way from text: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
private struct NumberReading {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0
    var isNegative = false
    var point = 0
    private var head: UInt64 = 0
    private var count = 0
    private var tail: [UInt8] = []

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private var peek: UInt8 { at < bytes.count ? bytes[at] : 0 }

    mutating func read() -> Bool {
        if peek == 0x2d {
            isNegative = true
            at &+= 1
        }
        if peek == 0x30 {
            at &+= 1
        } else {
            guard readDigits(isFraction: false) else { return false }
        }
        if peek == 0x2e {
            at &+= 1
            guard readDigits(isFraction: true) else { return false }
        }
        if peek | 0x20 == 0x65 {
            at &+= 1
            guard readExponent() else { return false }
        }
        return at == bytes.count
    }

    private mutating func readDigits(isFraction: Bool) -> Bool {
        let from = at
        while at < bytes.count, bytes[at] &- 0x30 < 10 {
            let digit = bytes[at] &- 0x30
            at &+= 1
            if count == 0 && digit == 0 {
                if isFraction { point &-= 1 }
            } else {
                take(digit)
                if !isFraction { point &+= 1 }
            }
        }
        return at > from
    }

    private mutating func readExponent() -> Bool {
        let isMinus = peek == 0x2d
        if isMinus || peek == 0x2b { at &+= 1 }
        let from = at
        var exponent = 0
        while at < bytes.count, bytes[at] &- 0x30 < 10 {
            // Beyond all that is told apart it no longer matters how far.
            exponent = min(exponent &* 10 &+ Int(bytes[at] &- 0x30), 10 &* ExactNumber.maxPoint)
            at &+= 1
        }
        point &+= isMinus ? 0 &- exponent : exponent
        return at > from
    }

    /// One more digit, after the first that is not 0.
    mutating func take(_ digit: UInt8) {
        if count < ExactNumber.headDigits {
            head = head &* 10 &+ UInt64(digit)
        } else if count < ExactNumber.maxDigits {
            tail.append(digit)
        }
        count &+= 1
    }

    var number: ExactNumber {
        guard head > 0, point >= 0 &- ExactNumber.maxPoint else { return .zero }
        guard point <= ExactNumber.maxPoint else {
            return ExactNumber(
                isNegative: isNegative, point: Int32(ExactNumber.maxPoint), head: 9_999_999_999_999_999_999, tail: [])
        }
        var head = self.head
        for _ in 0..<max(0, ExactNumber.headDigits &- count) { head &*= 10 }
        var tail = self.tail
        while tail.last == 0 { tail.removeLast() }
        return ExactNumber(
            isNegative: isNegative, point: Int32(truncatingIfNeeded: point), head: head, tail: tail)
    }
}
