import CairnLines
import Testing

@Suite struct CanonicalJSONTests {
    private func canonical(_ json: String) throws -> String {
        String(decoding: try bytes(json).withUnsafeBytes { try CanonicalJSON.bytes(of: $0) }, as: UTF8.self)
    }

    @Test func `the examples of the standard hold`() throws {
        let sample = #"""
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#
        #expect(
            try canonical(sample)
                == #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
                + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#)
    }

    @Test func `members are sorted by UTF-16 code units, not by bytes or locale`() throws {
        let names = ["\u{20ac}", "\r", "\u{fb33}", "1", "\u{1f600}", "\u{80}", "\u{f6}"]
        let json = "{" + names.map { "\"\($0 == "\r" ? "\\r" : $0)\":0" }.joined(separator: ",") + "}"
        #expect(
            try canonical(json)
                == "{\"\\r\":0,\"1\":0,\"\u{80}\":0,\"\u{f6}\":0,\"\u{20ac}\":0,\"\u{1f600}\":0,\"\u{fb33}\":0}")
        #expect(
            try canonical(#"{"b":{"z":1,"a":[{}]},"":2,"aa":3,"a":[]}"#)
                == #"{"":2,"a":[],"aa":3,"b":{"a":[{}],"z":1}}"#)
        #expect(
            try canonical("{\"\\ud83d\\ude00\":1,\"\u{e000}\":2,\"\u{d7ff}\":3}")
                == "{\"\u{d7ff}\":3,\"\u{1f600}\":1,\"\u{e000}\":2}")
    }

    /// RFC 8785, appendix B: the bits of a double and its text.
    static let numbers: [(UInt64, String)] = [
        (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
        (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
        (0xc340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"), (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
        (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
        (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
        (0x41b3_de43_5555_5557, "333333333.33333343"), (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
        (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ]

    @Test(arguments: numbers)
    func `numbers have the text that ECMAScript gives them`(_ bits: UInt64, _ expected: String) throws {
        #expect(try canonical("[\(Double(bitPattern: bits))]") == "[\(expected)]")
        #expect(try canonical(expected) == expected)
    }

    @Test func `numbers of every layout are written in the one layout`() throws {
        let layouts = [
            "100": "100", "1E2": "100", "-0.0": "0", "0.1e1": "1", "123.456": "123.456", "1e-7": "1e-7",
            "12e-8": "1.2e-7", "0.00001": "0.00001", "1e20": "100000000000000000000", "-1e21": "-1e+21", "1e-400": "0",
            "12345678901234567890": "12345678901234567000", "0.5": "0.5", "10.0": "10",
        ]
        for (text, expected) in layouts { #expect(try canonical(text) == expected) }
    }

    @Test func `a random double reads back from its canonical text`() throws {
        var dice = Dice(seed: 10)
        for _ in 0..<3_000 {
            let number = Double(bitPattern: dice.next())
            guard number.isFinite else { continue }
            #expect(Double(try canonical("\(number)")) == number)
        }
    }

    @Test func `the canonical text of a canonical text is itself and means the same`() throws {
        var garden = JSONGarden(seed: 11)
        for _ in 0..<800 {
            let json = garden.value(5).replacing("1e400", with: "1")
            let once = try canonical(json)
            #expect(try canonical(once) == once)
            #expect(refusal(bytes(once)) == nil)
        }
    }

    @Test func `what has no canonical text is refused`() {
        #expect(code { _ = try canonical("[1,1e400]") } == .numberOutOfRange)
        #expect(code { _ = try canonical("-1e999") } == .numberOutOfRange)
        #expect(code { _ = try canonical(#"{"a":1,"\u0061":1}"#) } == .duplicateName)
        #expect(code { _ = try canonical(#""\ud800""#) } == .loneSurrogate)
        #expect(code { _ = try canonical("[") } == .notJSON)
    }
}
