import CairnLines
import Foundation
import Testing

@_spi(Measuring) import Cairn

/// What is read, in whatever form it stands, and what is refused.
@Suite struct DecodingCodingTests {
    private let decoder = RecordDecoder()

    private func read<T: Decodable>(_ type: T.Type, _ text: String) -> T? {
        try? decoder.decode(type, from: Array(text.utf8))
    }

    struct Sample: Codable, Equatable {
        var a: Int
        var b: String?
        var c: [Int]
        var d: Double?
    }

    @Test func `members may stand in any order, among others, with escapes in their names`() throws {
        let wanted = Sample(a: 1, b: "x", c: [1, 2], d: nil)
        for text in [
            #"{"a":1,"b":"x","c":[1,2]}"#, #"{"c":[1,2],"b":"x","a":1,"d":null}"#,
            #"{"z":{"a":9},"c":[1,2],"y":[[]],"a":1,"x":"","b":"x"}"#,
            #" { "\u0061" : 1 , "c":[ 1 ,2 ] , "\u0062":"\u0078" } "#,
        ] {
            #expect(read(Sample.self, text) == wanted, "\(text)")
        }
    }

    @Test func `integers are read in every form, exactly or not at all`() {
        #expect(read(Int.self, "1.0") == 1)
        #expect(read(Int.self, "1e2") == 100)
        #expect(read(Int.self, "-0.12E+2") == -12)
        #expect(read(Int.self, "100000000000000000000000000000000000000000000e-42") == 100)
        #expect(read(Int.self, "0.000e99999999999999999999") == 0)
        #expect(read(UInt8.self, "-0") == 0)
        #expect(read(UInt64.self, "1.8446744073709551615e19") == .max)
        #expect(read(Int64.self, "9007199254740993.0") == 9_007_199_254_740_993)
        #expect(read(Int64.self, "-9223372036854775808") == .min)
        for text in ["1.5", "12e-1", "9223372036854775808", "1e19", "1e400", "1e99999999999999999999", "-9.3e18"] {
            #expect(read(Int64.self, text) == nil, "\(text)")
        }
        #expect(read(UInt8.self, "256") == nil)
        #expect(read(UInt8.self, "-1") == nil)
        #expect(read(Int8.self, "-129") == nil)
        #expect(read(Int128.self, "-170141183460469231731687303715884105729") == nil)
    }

    @Test func `numbers beyond the greatest are refused, as are those that would vanish`() {
        #expect(read(Double.self, "1e309") == nil)
        #expect(read(Double.self, "-1" + String(repeating: "0", count: 400)) == nil)
        #expect(read(Float.self, "1e39") == nil)
        #expect(read(Double.self, "1e-400") == nil)
        #expect(read(Float.self, "1e-60") == nil)
        #expect(read(Float.self, "-0.0e-60")?.sign == .minus)
        #expect(read(Double.self, "-0")?.sign == .minus)
        #expect(read(Double.self, "-0.0e5")?.sign == .minus)
        #expect(read(Double.self, "0." + String(repeating: "0", count: 300) + "1e301") == 1)
        #expect(read(Decimal.self, "1e200") == nil)
    }

    @Test func `a date may have any fraction and any offset`() {
        let wanted = Date(timeIntervalSinceReferenceDate: 0.5)
        for text in [
            "2001-01-01T00:00:00.5Z", "2001-01-01T00:00:00.500000Z", "2001-01-01T00:00:00.5000009999Z",
            "2001-01-01t00:00:00.50z", "2001-01-01T02:30:00.5+02:30", "2000-12-31T23:00:00.5-01:00",
            "2001-01-01T00:00:00.5-00:00", "2001-01-01T00:00:00.50000000000000000000000001+00:00",
            "2001-01-01T00:00:00\\u002e5Z",
        ] {
            #expect(read(Date.self, "\"\(text)\"") == wanted, "\(text)")
        }
        for text in [
            "", "2001", "2001-01-01", "2001-01-01T00:00:00", "2001-13-01T00:00:00Z", "2001-02-29T00:00:00Z",
            "2001-01-01T24:00:00Z", "2001-01-01T00:00:60Z", "2001-01-01T00:00:00.Z", "2001-01-01T00:00:00.5+0200",
            "2001-01-01T00:00:00.5x+02:00", "2001-01-01T00:00:00+24:00", "2001-01-01T00:00:00+", "+02:00",
            "éééééééééééééé",
        ] {
            #expect(read(Date.self, "\"\(text)\"") == nil, "\(text)")
        }
        #expect(read(Date.self, "0") == nil)
    }

    @Test func `a text that is no UUID, data or address is refused`() {
        let id = "E621E1F8-C36C-495A-93FC-0C247A3E6E5F"
        #expect(read(UUID.self, "\"\(id)\"") == UUID(uuidString: id))
        #expect(read(UUID.self, "\"\\u0045\(id.dropFirst())\"") == UUID(uuidString: id))
        for place in id.indices {
            for wrong in ["g", "G", "/", ":", "@", "`", "[", "\u{7f}", "0-", ""] {
                let text = id.replacingCharacters(in: place...place, with: wrong)
                #expect(read(UUID.self, "\"\(text)\"") == nil, "\(text)")
            }
        }
        #expect(read(Data.self, "\"AQ==\"") == Data([1]))
        #expect(read(Data.self, "\"AQ=\"") == nil)
        #expect(read(URL.self, "\"\"") == nil)
    }

    @Test func `a member may be asked for in several ways before it is read`() throws {
        struct Careful: Decodable, Equatable {
            var values: [Int?] = []
            init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: ContainerCodingTests.Key.self)
                for key in [ContainerCodingTests.Key.d, .b, .a, .c, .b] where members.contains(key) {
                    let isNull = try members.decodeNil(forKey: key)
                    values.append(isNull ? nil : try members.decode(Int.self, forKey: key))
                    #expect(members.allKeys.count == 3)
                }
            }
        }
        for text in [#"{"a":1,"b":2,"c":null}"#, #"{"c":null,"b":2,"a":1}"#, #"{"b":2,"c":null,"a":1}"#] {
            #expect(read(Careful.self, text)?.values == [2, 1, nil, 2], "\(text)")
        }
    }

    @Test func `a large object is read in any order`() throws {
        struct Backwards: Decodable {
            var sum = 0
            init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: Name.self)
                for key in members.allKeys.reversed() { sum += try members.decode(Int.self, forKey: key) }
                #expect(!members.contains(Name(stringValue: "absent")))
            }
        }
        struct Name: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
        let members = (0..<3_000).map { "\"\($0 % 7 == 0 ? "\\u006b" : "k")\($0)\":\($0)" }
        let text = "{" + members.joined(separator: ",") + "}"
        #expect(try decoder.decode(Backwards.self, from: Array(text.utf8)).sum == 2_999 * 1_500)
        #expect(read([String: Int].self, text)?.count == 3_000)
    }

    @Test func `what stands where is told as Foundation tells it`() throws {
        struct Outer: Codable {
            var list: [Sample]
            var byName: [String: Colour]
            var shape: Shape?
            var id: UUID?
            var date: Date?
        }
        for text in [
            "{}", "[]", "1", "null", #"{"list":{}}"#, #"{"list":[],"byName":[]}"#, #"{"list":[1],"byName":{}}"#,
            #"{"list":[{"a":1,"c":[]},{"a":"x","c":[]}],"byName":{}}"#, #"{"list":[{"c":[]}],"byName":{}}"#,
            #"{"list":[{"a":1,"c":[1,null]}],"byName":{}}"#, #"{"list":[{"a":1,"c":[1,true]}],"byName":{}}"#,
            #"{"list":[{"a":null,"c":[]}],"byName":{}}"#,
            #"{"list":[],"byName":{"x":"purple"}}"#, #"{"list":[],"byName":{"x":7}}"#, #"{"list":null,"byName":{}}"#,
            #"{"list":[],"byName":{},"shape":{}}"#, #"{"list":[],"byName":{},"shape":{"circle":{}}}"#,
            #"{"list":[],"byName":{},"shape":{"circle":{"radius":"1"}}}"#, #"{"list":[],"byName":{},"id":1}"#,
            #"{"list":[],"byName":{},"id":"1"}"#, #"{"list":[],"byName":{},"date":[]}"#, #"{"list":[],"#, "",
            #"{"list":[{"a":1,"b":"\ud800","c":[]}],"byName":{}}"#,
        ] {
            let ours = Complaint { try decoder.decode(Outer.self, from: Array(text.utf8)) }
            let theirs = Complaint { try FoundationCoding.decoder.decode(Outer.self, from: Data(text.utf8)) }
            #expect(ours == theirs, "\(text)")
            #expect(ours.kind != nil, "\(text)")
        }
    }

    @Test func `a number that does not fit is told with its place`() {
        let text = Array(#"[{"a":1,"c":[]},{"a":1.5,"c":[]}]"#.utf8)
        let complaint = Complaint { try decoder.decode([Sample].self, from: text) }
        #expect(complaint.kind == "corrupted" && complaint.path == ["Index 1", "a"])
    }

    /// A refusal, without its words.
    struct Complaint: Equatable {
        var kind: String?
        var path: [String] = []

        init(_ body: () throws -> some Any) {
            do { _ = try body() } catch let error as DecodingError {
                let context: DecodingError.Context
                switch error {
                case .typeMismatch(_, let one): (kind, context) = ("mismatch", one)
                case .valueNotFound(_, let one): (kind, context) = ("no value", one)
                case .keyNotFound(let key, let one): (kind, context) = ("no \(key.stringValue)", one)
                case .dataCorrupted(let one): (kind, context) = ("corrupted", one)
                @unknown default: return
                }
                path = context.codingPath.map(\.stringValue)
            } catch { kind = "\(error)" }
        }
    }

    @Test func `an error says what stood there`() throws {
        let text = Array(#"{"a":"\#(String(repeating: "long ", count: 30))","c":[]}"#.utf8)
        let error = #expect(throws: DecodingError.self) { try decoder.decode(Sample.self, from: text) }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.debugDescription.hasPrefix("expected Int, but found the string \"long long"))
        #expect(context.debugDescription.count < 100)
        let broken = #expect(throws: DecodingError.self) { try decoder.decode(Int.self, from: Array("[1,]".utf8)) }
        guard case .dataCorrupted(let cause) = broken else { return }
        #expect((cause.underlyingError as? LineError)?.code == .notJSON)
    }

    @Test func `a decoder that is kept reads on after the bytes are gone`() throws {
        struct Lazy: Decodable {
            var decoder: any Decoder
            init(from decoder: any Decoder) throws { self.decoder = decoder }
        }
        var bytes = Array(#"[{"a":1,"b":"text of more than fifteen bytes","c":[3]}]"#.utf8)
        let lazy = try decoder.decode([Lazy].self, from: bytes)
        for place in bytes.indices { bytes[place] = 0x20 }
        let wanted = Sample(a: 1, b: "text of more than fifteen bytes", c: [3], d: nil)
        #expect(try Sample(from: try #require(lazy.first).decoder) == wanted)
    }
}
