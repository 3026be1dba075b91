import Foundation
import Testing

@_spi(Measuring) import Cairn

/// Types that write their own coding, in any way that Codable allows.
@Suite struct ContainerCodingTests {
    private let encoder = RecordEncoder()

    enum Key: String, CodingKey { case a, b, c, d }

    /// A type that is nothing but the way in which it is written.
    struct Written: Encodable {
        var body: @Sendable (any Encoder) throws -> Void
        init(_ body: @escaping @Sendable (any Encoder) throws -> Void) { self.body = body }
        func encode(to encoder: any Encoder) throws { try body(encoder) }
    }

    /// `asTheirs` is false where Foundation traps.
    private func expect(
        _ json: String, asTheirs: Bool = true, _ body: @escaping @Sendable (any Encoder) throws -> Void
    ) throws {
        let ours = try encoder.encode(Written(body))
        #expect(String(decoding: ours, as: UTF8.self) == json)
        guard asTheirs else { return }
        let theirs = try [UInt8](JSONEncoder().encode(Written(body)))
        #expect(try FoundationCoding.meaning(of: ours) == FoundationCoding.meaning(of: theirs))
    }

    @Test func `two containers may be written to in turns`() throws {
        try expect(#"{"a":{"a":1,"b":3,"c":{"d":6}},"b":[2,4,[7,9]],"c":5,"d":8}"#) { encoder in
            var outer = encoder.container(keyedBy: Key.self)
            var first = outer.nestedContainer(keyedBy: Key.self, forKey: .a)
            try first.encode(1, forKey: .a)
            var second = outer.nestedUnkeyedContainer(forKey: .b)
            try second.encode(2)
            try first.encode(3, forKey: .b)
            try second.encode(4)
            try outer.encode(5, forKey: .c)
            var third = first.nestedContainer(keyedBy: Key.self, forKey: .c)
            try third.encode(6, forKey: .d)
            var fourth = second.nestedUnkeyedContainer()
            try fourth.encode(7)
            try outer.encode(8, forKey: .d)
            try fourth.encode(9)
        }
    }

    @Test func `what comes late finds its place in whatever order it comes`() throws {
        try expect(#"{"a":[1,5],"b":[2,4],"c":[3],"d":6}"#) { encoder in
            var outer = encoder.container(keyedBy: Key.self)
            var first = outer.nestedUnkeyedContainer(forKey: .a)
            try first.encode(1)
            var second = outer.nestedUnkeyedContainer(forKey: .b)
            try second.encode(2)
            var third = outer.nestedUnkeyedContainer(forKey: .c)
            try third.encode(3)
            try second.encode(4)
            try first.encode(5)
            try outer.encode(6, forKey: .d)
        }
    }

    @Test func `an encoder for a superclass may be used late, twice or never`() throws {
        try expect(#"{"super":{"d":2},"a":{},"b":1,"c":[3]}"#) { encoder in
            var outer = encoder.container(keyedBy: Key.self)
            let parent = outer.superEncoder()
            _ = outer.superEncoder(forKey: .a)
            try outer.encode(1, forKey: .b)
            var members = parent.container(keyedBy: Key.self)
            try members.encode(2, forKey: .d)
            var list = outer.nestedUnkeyedContainer(forKey: .c)
            var element = list.superEncoder().singleValueContainer()
            try element.encode(3)
        }
        try expect(#"[[],{},"x",{"a":1}]"#) { encoder in
            var list = encoder.unkeyedContainer()
            _ = list.nestedUnkeyedContainer()
            _ = list.superEncoder()
            let late = list.superEncoder()
            var object = list.nestedContainer(keyedBy: Key.self)
            var value = late.singleValueContainer()
            try value.encode("x")
            try object.encode(1, forKey: .a)
        }
    }

    @Test func `late members of many objects in a dictionary find their places`() throws {
        let late = Written { encoder in
            var outer = encoder.container(keyedBy: Key.self)
            var first = outer.nestedContainer(keyedBy: Key.self, forKey: .a)
            try outer.encode(1, forKey: .b)
            try first.encode(2, forKey: .c)
            _ = outer.superEncoder()
        }
        let one = #"{"a":{"c":2},"b":1,"super":{}}"#
        let all = Dictionary(uniqueKeysWithValues: ["x", "y", "z", "w"].map { ($0, [late, late]) })
        let text = try String(decoding: encoder.encode(all), as: UTF8.self)
        #expect(text == #"{"w":[\#(one),\#(one)],"x":[\#(one),\#(one)],"y":[\#(one),\#(one)],"z":[\#(one),\#(one)]}"#)
    }

    @Test func `a value that fails leaves nothing behind`() throws {
        try expect(#"{"a":1,"c":[2,3],"d":{}}"#, asTheirs: false) { encoder in
            var outer = encoder.container(keyedBy: Key.self)
            try outer.encode(1, forKey: .a)
            try? outer.encode(["x": [1, .nan]], forKey: .b)
            try? outer.encode(Double.infinity, forKey: .b)
            var list = outer.nestedUnkeyedContainer(forKey: .c)
            try list.encode(2)
            try? list.encode([1, Double.nan])
            try list.encode(3)
            try outer.encode(Written { _ in }, forKey: .d)
        }
    }

    @Test func `one encoder asked twice gives one container`() throws {
        try expect(#"{"a":1,"b":2}"#) { encoder in
            var one = encoder.container(keyedBy: Key.self)
            try one.encode(1, forKey: .a)
            var two = encoder.container(keyedBy: Key.self)
            try two.encode(2, forKey: .b)
        }
    }

    @Test func `what makes no JSON is an error and no trap`() throws {
        func refuse(_ body: @escaping @Sendable (any Encoder) throws -> Void) {
            #expect(throws: EncodingError.self) { try encoder.encode(Written(body)) }
        }
        refuse { _ in }
        refuse { encoder in
            _ = encoder.container(keyedBy: Key.self)
            _ = encoder.unkeyedContainer()
        }
        refuse { encoder in
            var value = encoder.singleValueContainer()
            try value.encode(1)
            try value.encode(2)
        }
        refuse { encoder in
            var list = encoder.unkeyedContainer()
            try list.encode(1)
            var value = encoder.singleValueContainer()
            try value.encode(2)
        }
    }

    @Test func `a container that outlives its value refuses to go on`() throws {
        final class Keeper: @unchecked Sendable {  // unsafe: one thread uses it
            var container: KeyedEncodingContainer<Key>?
        }
        let keeper = Keeper()
        _ = try encoder.encode([
            Written { encoder in
                var object = encoder.container(keyedBy: Key.self)
                try object.encode(1, forKey: .a)
                keeper.container = object
            }
        ])
        #expect(throws: EncodingError.self) { try keeper.container?.encode(2, forKey: .b) }
        _ = keeper.container?.nestedUnkeyedContainer(forKey: .c)
    }

    /// A type that is nothing but the way in which it is read.
    struct Read: Decodable {
        init(from decoder: any Decoder) throws {
            let outer = try decoder.container(keyedBy: Key.self)
            let object = try outer.nestedContainer(keyedBy: Key.self, forKey: .a)
            #expect(try object.decode(Int.self, forKey: .b) == 1)
            var list = try outer.nestedUnkeyedContainer(forKey: .b)
            #expect(list.count == 5)
            #expect(try !list.decodeNil())
            #expect(throws: DecodingError.self) { try list.decode(String.self) }
            #expect(try list.decode(Int.self) == 2)
            #expect(try list.decodeNil())
            #expect(throws: DecodingError.self) { try list.nestedUnkeyedContainer() }
            #expect(try list.nestedContainer(keyedBy: Key.self).decode(Int.self, forKey: .a) == 3)
            var inner = try list.nestedUnkeyedContainer()
            #expect(try inner.decode(UInt8.self) == 4)
            #expect(inner.isAtEnd)
            #expect(throws: DecodingError.self) { try inner.decode(UInt8.self) }
            #expect(throws: DecodingError.self) { try inner.decodeNil() }
            #expect(list.codingPath.map(\.stringValue) == ["b"] && list.currentIndex == 4)
            #expect(try list.superDecoder().singleValueContainer().decode(Bool.self))
            #expect(list.isAtEnd)
            #expect(try outer.superDecoder().singleValueContainer().decodeNil())
            #expect(try outer.superDecoder(forKey: .c).singleValueContainer().decode(String.self) == "x")
            #expect(throws: DecodingError.self) { try outer.nestedUnkeyedContainer(forKey: .a) }
            #expect(throws: DecodingError.self) { try outer.nestedContainer(keyedBy: Key.self, forKey: .d) }
        }
    }

    @Test func `containers may be read inside one another`() throws {
        let text = Array(#"{"a":{"b":1},"b":[2,null,{"a":3},[4],true],"c":"x"}"#.utf8)
        _ = try RecordDecoder().decode(Read.self, from: text)
        _ = try JSONDecoder().decode(Read.self, from: Data(text))
    }

    @Test func `codingPath tells where one is`() throws {
        struct Inner: Codable {
            init() {}
            init(from decoder: any Decoder) throws {
                #expect(decoder.codingPath.map(\.stringValue) == ["a", "Index 1", "b"])
                #expect(decoder.codingPath.map(\.intValue) == [nil, 1, nil])
            }
            func encode(to encoder: any Encoder) throws {
                #expect(encoder.codingPath.map(\.stringValue) == ["a", "Index 1", "b"])
                var value = encoder.singleValueContainer()
                #expect(value.codingPath.count == 3)
                try value.encodeNil()
            }
        }
        let text = try encoder.encode(["a": [[:], ["b": Inner()]]])
        #expect(String(decoding: text, as: UTF8.self) == #"{"a":[{},{"b":null}]}"#)
        _ = try RecordDecoder().decode([String: [[String: Inner]]].self, from: text)
    }
}
