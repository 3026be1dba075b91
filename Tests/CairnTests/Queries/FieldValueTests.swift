import Cairn
import FoundationEssentials
import Testing

extension QueryTests {
    @Suite struct FieldValueTests {
        private func json(_ text: String) -> FieldValue? { Array(text.utf8).withUnsafeBytes { FieldValue(json: $0) } }

        @Test func `one number has many texts`() {
            for text in ["1.0", "1e0", "10e-1", "0.1E1", "1.000e+00", "100e-2"] { #expect(json(text) == .integer(1)) }
            for text in ["0.0", "-0", "0e99", "-0.000e-5"] { #expect(json(text) == .integer(0)) }
            #expect(FieldValue.double(-0.0) == .integer(0))
            #expect(json("9007199254740993") != .integer(9_007_199_254_740_992))
            #expect(json("9007199254740993.0") == .integer(9_007_199_254_740_993))
            #expect(json("18446744073709551615") == UInt64.max.fieldValue)
            #expect(json("0.1") == .double(0.1))
            #expect(json("0.1000000000000000055511151231257827") != .double(0.1))
            #expect(FieldValue.double(9_007_199_254_740_992) == .integer(9_007_199_254_740_992))
        }

        @Test(arguments: ["", "-", "01", "1.", ".5", "1e", "1e+", "+1", "0x1", "1 ", "NaN", "1.5.2"])
        func `what is no number is none`(text: String) {
            #expect(ExactNumber(text: text) == nil)
        }

        @Test func `a number beyond all exponents has an end`() {
            #expect(json("1e99999999999999999999") == json("2e88888888888888888888"))
            #expect(json("1e-99999999999999999999") == .integer(0))
            #expect(json("1e1000000")?.compare(json("1e99999999999") ?? .null) ?? 0 < 0)
            let long = String(repeating: "7", count: ExactNumber.maxDigits)
            #expect(json(long + "1") == json(long + "2"))
            #expect(json(long) != json(long + "1"))
        }

        @Test func `doubles and integers keep their own order`() {
            var dice = QueryDice(seed: 1)
            for _ in 0..<20_000 {
                let (a, b) = (dice.double(), dice.double())
                let order = FieldValue.double(a).compare(.double(b)).signum()
                #expect(order == (a < b ? -1 : a > b ? 1 : 0), "\(a) \(b)")
                let (c, d) = (dice.integer(), dice.integer())
                let second = FieldValue.integer(c).compare(.integer(d)).signum()
                #expect(second == (c < d ? -1 : c > d ? 1 : 0), "\(c) \(d)")
                #expect(Int128(c).fieldValue == .integer(c))
            }
        }

        /// Plain digits with the point at a fixed place, so that texts compare as numbers do.
        private func plain(_ text: String) -> (isNegative: Bool, digits: [UInt8]) {
            let parts = text.lowercased().split(separator: "e")
            let mantissa = parts[0].drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
            let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
            let fraction = mantissa.count > 1 ? mantissa[1] : ""
            let digits = Array((mantissa[0] + fraction).utf8)
            let front = 100 - exponent - mantissa[0].count
            let all = [UInt8](repeating: 0x30, count: front) + digits
            return (text.hasPrefix("-"), all + [UInt8](repeating: 0x30, count: 300 - all.count))
        }

        @Test func `decimals compare as their digits do`() throws {
            var dice = QueryDice(seed: 2)
            for _ in 0..<20_000 {
                let (a, b) = (dice.decimalText(), dice.decimalText())
                let (left, right) = (plain(a), plain(b))
                let isZero = (left.digits + right.digits).allSatisfy { $0 == 0x30 }
                let expected: Int
                if left.isNegative != right.isNegative {
                    expected = isZero ? 0 : left.isNegative ? -1 : 1
                } else if left.digits == right.digits {
                    expected = 0
                } else {
                    let isLess = left.digits.lexicographicallyPrecedes(right.digits)
                    expected = isLess != left.isNegative ? -1 : 1
                }
                let order = try #require(ExactNumber(text: a)).compare(try #require(ExactNumber(text: b)))
                #expect(order.signum() == expected, "\(a) \(b)")
            }
        }

        @Test func `numbers read back from their text`() {
            var dice = QueryDice(seed: 3)
            for _ in 0..<10_000 {
                guard case .number(let number) = dice.value() else { continue }
                #expect(ExactNumber(text: number.description) == number, "\(number)")
            }
            #expect(ExactNumber(text: "1e2")?.description == "100")
            #expect(ExactNumber(text: "-12.50")?.description == "-12.5")
            #expect(ExactNumber(text: "0.00001")?.description == "0.00001")
            #expect(ExactNumber(text: "0.25e300")?.description == "2.5e+299")
        }

        @Test func `the order of keys is the order of values`() {
            var dice = QueryDice(seed: 4)
            var values = (0..<1_500).map { _ in dice.value() }
            values += values.map { FieldValue(copyOf: $0) }
            let keys = values.map(\.key)
            for a in 0..<values.count {
                #expect(keys[a].count <= FieldValue.maxKeyBytes)
                for b in stride(from: a % 7, to: values.count, by: 7) {
                    let order = ByteOrder.compare(keys[a], keys[b]).signum()
                    let isCut = values[a].isLong && values[b].isLong
                    let expected = values[a].compare(values[b]).signum()
                    if order != expected && !(isCut && order == 0) { Issue.record("\(values[a]) \(values[b])") }
                }
            }
        }

        @Test func `a key ends itself and reads back`() throws {
            var dice = QueryDice(seed: 5)
            for _ in 0..<5_000 {
                let value = dice.value()
                let decoded = try #require(DecodedKey(value.key + [0xff, 0x00, 0x41]), "\(value)")
                #expect(decoded.length == value.key.count)
                #expect(decoded.isCut == value.isLong)
                if !decoded.isCut { #expect(decoded.value == value) }
            }
        }

        @Test func `no bytes upset the reader of keys`() {
            var dice = QueryDice(seed: 6)
            for _ in 0..<20_000 {
                let first: UInt8 = dice.pick([0x40, 0x42, 0x50, 0x10])
                let bytes = [first] + (0..<dice.roll(12)).map { _ in UInt8(dice.pick([0, 1, 0xff, dice.roll(256)])) }
                guard let decoded = DecodedKey(bytes) else { continue }
                #expect(decoded.length <= bytes.count)
            }
        }

        @Test func `Swift's values become what JSON has for them`() {
            enum Color: String, FieldValueConvertible { case red }
            #expect(Color.red.fieldValue == .string("red"))
            #expect(Int?.none.fieldValue == .null)
            #expect(Int?(7).fieldValue == .integer(7))
            #expect(UInt8(7).fieldValue == json("7.0"))
            #expect(Float(0.1).fieldValue == json("0.1"))
            #expect(Double.infinity.fieldValue == .absent)
            #expect(Double.nan.fieldValue == .absent)
            #expect(UInt128.max.fieldValue == json("340282366920938463463374607431768211455"))
            let date = Date(timeIntervalSince1970: 1_700_000_000.25)
            #expect(date.fieldValue == .string("2023-11-14T22:13:20.250000Z"))
            #expect(Date.distantFuture.fieldValue > date.fieldValue)
            #expect(Date(timeIntervalSince1970: 1e300).fieldValue == .string("9999-12-31T23:59:59.999999Z"))
            let id = UUID()
            #expect(id.fieldValue == .string(id.uuidString))
        }
    }
}

extension FieldValue {
    fileprivate var isLong: Bool {
        if case .string(let text) = self { text.utf8.count > Self.maxKeyTextBytes } else { false }
    }

    /// An equal value from another way of writing it.
    fileprivate init(copyOf value: FieldValue) {
        if case .number(let number) = value {
            self = ExactNumber(text: number.description).map(FieldValue.number) ?? .null
        } else {
            self = Array(value.json.utf8).withUnsafeBytes { FieldValue(json: $0) } ?? value
        }
    }
}
