/// Numbers as ECMAScript writes them (ECMA-262, Number::toString), which is what RFC 8785 prescribes.
enum ECMAScriptNumber {
    /// Appends a finite number.
    static func append(_ number: Double, to buffer: inout ByteBuffer) {
        if number == 0 { return buffer.append(0x30) }  // also for -0
        if number < 0 { buffer.append(0x2d) }
        let (digits, point) = shortest(number.magnitude)
        if point > 21 || point < -5 {
            appendScientific(digits, exponent: point &- 1, to: &buffer)
        } else if point <= 0 {
            buffer.append("0.")
            for _ in 0..<(0 &- point) { buffer.append(0x30) }
            buffer.append(digits)
        } else {
            for place in 0..<max(point, digits.count) {
                if place == point { buffer.append(0x2e) }
                buffer.append(place < digits.count ? digits[place] : 0x30)
            }
        }
    }

    /// `1.5e+300`
    private static func appendScientific(_ digits: [UInt8], exponent: Int, to buffer: inout ByteBuffer) {
        for (place, digit) in digits.enumerated() {
            if place == 1 { buffer.append(0x2e) }
            buffer.append(digit)
        }
        buffer.append(exponent < 0 ? "e-" : "e+")
        buffer.appendDecimal(UInt64(exponent.magnitude))
    }

    /// The shortest digits that read back as the number, and where the point stands: 0.d1d2… times ten to `point`.
    ///
    /// Swift's own description has these digits (shortest, and of those the closest); only its layout differs.
    private static func shortest(_ number: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var point = 0
        var exponent = 0
        var afterPoint = false
        var inExponent = false
        var isNegative = false
        for byte in number.description.utf8 {
            switch byte {
            case 0x2e: afterPoint = true
            case 0x65: inExponent = true
            case 0x2d: isNegative = true
            case 0x30...0x39 where inExponent: exponent = exponent &* 10 &+ Int(byte &- 0x30)
            case 0x30...0x39:
                if digits.isEmpty && byte == 0x30 {
                    if afterPoint { point &-= 1 }
                } else {
                    digits.append(byte)
                    if !afterPoint { point &+= 1 }
                }
            default: break
            }
        }
        while digits.last == 0x30 { digits.removeLast() }
        return (digits, point &+ (isNegative ? 0 &- exponent : exponent))
    }
}
