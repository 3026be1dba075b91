import Cairn

/// Random values from a seed (SplitMix64), so that a failure can be repeated.
struct QueryDice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    /// 0 to before `bound`.
    mutating func roll(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func pick<T>(_ choices: [T]) -> T { choices[roll(choices.count)] }

    /// True once in so many times.
    mutating func oneIn(_ bound: Int) -> Bool { roll(bound) == 0 }

    /// A decimal text of JSON, of up to 40 digits and an exponent of two digits, often near another one.
    mutating func decimalText() -> String {
        var text = oneIn(3) ? "-" : ""
        let whole = digits(1 + roll(oneIn(4) ? 40 : 4))
        let stripped = whole.drop { $0 == "0" }
        text += stripped.isEmpty ? "0" : String(stripped)
        if oneIn(2) { text += "." + digits(1 + roll(oneIn(4) ? 40 : 3)) }
        if oneIn(3) { text += pick(["e", "E", "e+", "e-"]) + String(roll(oneIn(2) ? 3 : 40)) }
        return text
    }

    private mutating func digits(_ count: Int) -> String {
        (0..<count).map { _ in String(pick([0, 0, 1, 5, 9, roll(10)])) }.joined()
    }

    mutating func double() -> Double {
        switch roll(6) {
        case 0: pick([0.0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1, 1e22])
        case 1: Double(sign: .plus, exponent: -1060 - roll(14), significand: 1.5)
        case 2: 9_007_199_254_740_992 + Double(roll(9) - 4)
        case 3: Double(roll(2000) - 1000) / 8
        default: finite()
        }
    }

    private mutating func finite() -> Double {
        while true {
            let value = Double(bitPattern: next())
            if value.isFinite { return value }
        }
    }

    mutating func integer() -> Int64 {
        switch roll(5) {
        case 0: 9_007_199_254_740_992 + Int64(roll(9) - 4)
        case 1: pick([.min, .min + 1, .max, .max - 1, 0, -1, 1])
        case 2: Int64(roll(20) - 10)
        default: Int64(bitPattern: next()) >> Int64(roll(64))
        }
    }

    /// Text with zero bytes, characters of all lengths, and lengths around the limit of keys.
    mutating func string() -> String {
        let letters = ["a", "b", "\u{0}", "\u{1}", "é", "\u{ffff}", "🎲", "\""]
        var text = ""
        if oneIn(4) { text = String(repeating: "x", count: 252 + roll(8)) }
        for _ in 0..<roll(5) { text += pick(letters) }
        return text
    }

    mutating func value() -> FieldValue {
        switch roll(12) {
        case 0: pick([.absent, .null, .structure, .bool(true), .bool(false)])
        case 1...2: .double(double())
        case 3...4: .integer(integer())
        case 5: UInt64(next()).fieldValue
        case 6...7: ExactNumber(text: decimalText()).map(FieldValue.number) ?? .null
        default: .string(string())
        }
    }
}
