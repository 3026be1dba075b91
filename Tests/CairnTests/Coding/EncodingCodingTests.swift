import CairnLines
import Foundation
import Testing

@_spi(Measuring) import Cairn

/// The bytes that are written, and what is refused.
@Suite struct EncodingCodingTests {
    private let encoder = RecordEncoder()

    private func text(_ value: some Encodable) throws -> String {
        try String(decoding: encoder.encode(value), as: UTF8.self)
    }

    @Test func `members stand in the order of the type, dictionaries in that of their keys`() throws {
        struct Sample: Encodable {
            var zebra = 1
            var apple = "x"
            var none: Int?
            var null = [Int?.none]
        }
        #expect(try text(Sample()) == #"{"zebra":1,"apple":"x","null":[null]}"#)
        let names = (0..<50).map { "k\($0)" }
        let members = names.sorted().map { "\"\($0)\":[{\"a\":1,\"b\":2}]" }.joined(separator: ",")
        for _ in 0..<5 {
            var dictionary: [String: [[String: Int]]] = [:]
            for name in names.shuffled() { dictionary[name] = [["b": 2, "a": 1]] }
            #expect(try text(dictionary) == "{" + members + "}")
        }
        #expect(try text([10: "a", 9: "b", -1: "c"]) == #"{"-1":"c","10":"a","9":"b"}"#)
        #expect(try text([Side.right: 1, .left: 2]) == #"{"left":2,"right":1}"#)
        #expect(try text([String: Int]()) == "{}")
        #expect(try text(["\"": 1, "!": 2, "\n": 3]) == #"{"\n":3,"!":2,"\"":1}"#)
    }

    @Test func `texts are escaped no more than they must be`() throws {
        #expect(
            try text("a\"\\/\u{8}\u{9}\u{a}\u{c}\u{d}\u{0}\u{1f}\u{7f}é😀") == #""a\"\\/\b\t\n\f\r\u0000\u001f"#
                + "\u{7f}é😀\"")
        for length in 0..<40 {
            let plain = String(repeating: "x", count: length)
            #expect(try text(plain) == "\"\(plain)\"")
            for place in 0...length {
                var escaped = plain
                escaped.insert("\"", at: escaped.index(escaped.startIndex, offsetBy: place))
                #expect(try text(escaped) == "\"" + escaped.replacing("\"", with: "\\\"") + "\"")
            }
        }
    }

    @Test func `a long text and a long list grow the room`() throws {
        let long = String(repeating: "wörter ", count: 3_000)
        #expect(try text(long) == "\"\(long)\"")
        let many = (0..<5_000).map { $0 }
        #expect(try text(many) == "[" + many.map(String.init).joined(separator: ",") + "]")
    }

    @Test func `numbers take their shortest text`() throws {
        let numbers = [0, -0.0, 1, 100, 0.1, -2.5, 1e15, 1e16, 1e300, .leastNonzeroMagnitude, 1.0e-7]
        #expect(try text(numbers) == "[0,-0,1,100,0.1,-2.5,1000000000000000,1e+16,1e+300,5e-324,1e-07]")
        #expect(try text([Float(0.1), 16_777_216, -0.0]) == "[0.1,16777216,-0]")
    }

    @Test func `a date has microseconds and stands in UTC`() throws {
        #expect(try text(Date(timeIntervalSinceReferenceDate: 0.5)) == #""2001-01-01T00:00:00.500000Z""#)
        #expect(try text(Date(timeIntervalSinceReferenceDate: -0.000_001)) == #""2000-12-31T23:59:59.999999Z""#)
        #expect(try text(Date(timeIntervalSinceReferenceDate: 0.999_999_9)) == #""2001-01-01T00:00:01.000000Z""#)
    }

    @Test func `what has no text is refused with its path`() throws {
        struct Sample: Encodable {
            var list: [[String: Double]]
            var date: Date?
            var price: Decimal?
        }
        func path(_ sample: Sample) -> [String]? {
            guard case .failure(let error) = Result(catching: { try encoder.encode(sample) }),
                case EncodingError.invalidValue(_, let context) = error
            else { return nil }
            return context.codingPath.map(\.stringValue)
        }
        for value in [Double.nan, .infinity, -.infinity] {
            #expect(path(Sample(list: [[:], ["a": value]])) == ["list", "Index 1", "a"])
        }
        #expect(path(Sample(list: [], date: .distantPast - 1e10)) == ["date"])
        #expect(path(Sample(list: [], date: Date(timeIntervalSinceReferenceDate: .nan))) == ["date"])
        #expect(path(Sample(list: [], price: .nan)) == ["price"])
        #expect(throws: EncodingError.self) { try encoder.encode([Float.nan]) }
        #expect(throws: EncodingError.self) { try encoder.encode(["a": Float.infinity]) }
    }

    @Test func `what nests too deep is refused before the stack ends`() throws {
        // One bracket is left for the line around a record.
        let longest = CairnLines.Limits.maxDepth - 1
        #expect(try RecordDecoder().decode(Chain.self, from: encoder.encode(Chain(length: longest))).length == longest)
        #expect(throws: EncodingError.self) { try encoder.encode(Chain(length: longest + 1)) }
        struct Mirror: Encodable {
            func encode(to encoder: any Encoder) throws {
                var value = encoder.singleValueContainer()
                try value.encode(self)
            }
        }
        #expect(throws: EncodingError.self) { try encoder.encode(Mirror()) }
        struct Tower: Encodable {
            func encode(to encoder: any Encoder) throws {
                var floor = encoder.unkeyedContainer()
                for _ in 0..<600 { floor = floor.nestedUnkeyedContainer() }
            }
        }
        #expect(throws: EncodingError.self) { try encoder.encode(Tower()) }
    }

    @Test func `a type may ask what its caller wants it to know`() throws {
        struct Asking: Codable, Equatable {
            var answer: String
            static let key = CodingUserInfoKey(rawValue: "answer")
            init(_ answer: String) { self.answer = answer }
            init(from decoder: any Decoder) throws {
                answer = Self.key.flatMap { decoder.userInfo[$0] as? String } ?? "nothing"
            }
            func encode(to encoder: any Encoder) throws {
                var value = encoder.singleValueContainer()
                try value.encode(Self.key.flatMap { encoder.userInfo[$0] as? String } ?? "nothing")
            }
        }
        let key = try #require(Asking.key)
        var told = RecordEncoder()
        told.userInfo = [key: "told"]
        #expect(try told.encode([Asking("")]) == Array(#"["told"]"#.utf8))
        var decoder = RecordDecoder()
        decoder.userInfo = [key: "told"]
        #expect(try decoder.decode([Asking].self, from: Array("[1]".utf8)) == [Asking("told")])
    }
}
