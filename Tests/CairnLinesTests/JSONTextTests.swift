import CairnLines
import Testing

@Suite struct JSONTextTests {
    private func escape(_ text: [UInt8]) -> [UInt8] {
        var buffer = ByteBuffer()
        text.withUnsafeBytes { JSONText.escape($0, into: &buffer) }
        return buffer.withBytes { Array($0) }
    }

    private func unescape(_ text: String) throws -> [UInt8] {
        var buffer = ByteBuffer()
        try bytes(text).withUnsafeBytes { try JSONText.unescape($0, into: &buffer) }
        return buffer.withBytes { Array($0) }
    }

    @Test func `each control character has its shortest escape`() {
        #expect(escape(bytes("\u{8}\t\n\u{c}\r\"\\/")) == bytes(#"\b\t\n\f\r\"\\/"#))
        #expect(
            escape([0, 1, 0x0f, 0x10, 0x1a, 0x1f, 0x7f]) == bytes(#"\u0000\u0001\u000f\u0010\u001a\u001f"# + "\u{7f}"))
        #expect(escape([]) == [])
    }

    @Test func `every character below 65536 survives escaping`() throws {
        var wrong = 0
        for value in 0..<0x10000 as Range<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let plain = Array(String(scalar).utf8)
            if try unescape(String(decoding: escape(plain), as: UTF8.self)) != plain { wrong += 1 }
            let digits = String(value, radix: 16, uppercase: value % 2 == 0)
            let escaped = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            if try unescape(escaped) != plain { wrong += 1 }
        }
        #expect(wrong == 0)
        #expect(try unescape(#"\ud834\udd1ex\uDBFF\uDFFF"#) == bytes("𝄞x\u{10ffff}"))
        #expect(try unescape(#"\/\b\f"#) == bytes("/\u{8}\u{c}"))
    }

    @Test func `a broken escape is an error, and what was before it stays`() {
        let broken: [(String, LineError.Code)] = [
            ("ab\\", .notJSON), ("ab\\x", .notJSON), ("ab\\u12", .notJSON), ("ab\\u12g4", .notJSON),
            ("ab\\ud800", .loneSurrogate), ("ab\\udc00\\ud800", .loneSurrogate), ("ab\\ud800\\u0041", .loneSurrogate),
            ("ab\\ud800\\n", .loneSurrogate), ("ab\\ud800\\u12", .loneSurrogate),
        ]
        for (text, expected) in broken {
            var buffer = ByteBuffer()
            #expect(code { try bytes(text).withUnsafeBytes { try JSONText.unescape($0, into: &buffer) } } == expected)
            let seen = buffer.withBytes { Array($0) }
            #expect(seen == bytes("ab"))
        }
    }
}
