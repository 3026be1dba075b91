import CairnLines
import Testing

@Suite struct JSONTapeTests {
    @Test func `the map at the head of the tape's file is true`() throws {
        let json = text(#"{"seq":7,"data":{"id":"a\n"},"x":[]}"#)
        var tape = JSONTape()
        try tape.scan(json)
        let words = tape.count
        #expect(words == 12)
        let seen = [0, 3, 5, 8, 9, 10].map { place -> String in
            let kind = tape.kind(place)
            let isContainer = kind == .object || kind == .array
            let inner = isContainer ? ", \(tape.children(place)) inside" : tape.isEscaped(place) ? ", escaped" : ""
            return "\(place): \(kind) \(tape.range(place)) to \(tape.after(place))\(inner)"
        }
        #expect(
            seen == [
                "0: object 0..<36 to 12, 3 inside", "3: number 7..<8 to 4", "5: object 16..<28 to 9, 1 inside",
                "8: string 22..<27 to 9, escaped", "9: string 29..<32 to 10", "10: array 33..<35 to 12, 0 inside",
            ])
        let (x, y) = (tape.member("x", of: 0, in: json), tape.member("y", of: 0, in: json))
        #expect(x == 10)
        #expect(y == nil)
        #expect(tape.whiteSpace == 0)
        #expect(tape.deepest == 2)
    }

    @Test func `a tape can be used again`() throws {
        var tape = JSONTape()
        try tape.scan(text("[ 1 , [2] ]"))
        #expect(tape.whiteSpace == 4)
        try tape.scan(text("7"))
        #expect(tape.count == 1)
        #expect(tape.whiteSpace == 0)
        #expect(tape.deepest == 0)
    }

    @Test func `what is no object has no members`() throws {
        for json in ["[\"a\",1,2]", "\"a\"", "7"] as [StaticString] {
            var tape = JSONTape()
            try tape.scan(text(json))
            let (member, children) = (tape.member("a", of: 0, in: text(json)), tape.children(0))
            #expect(member == nil)
            let isArray = tape.kind(0) == .array
            #expect(children == (isArray ? 3 : 0))
        }
    }

    @Test func `random texts give the tree that a slow parser gives`() throws {
        var garden = JSONGarden(seed: 1)
        garden.repeatsNames = true
        for _ in 0..<3_000 {
            let json = bytes(garden.white() + garden.value() + garden.white())
            let expected = try #require(JSONOracle.parse(json))
            var tape = JSONTape()
            try json.withUnsafeBytes { bytes in
                try tape.scan(bytes)
                let seen = tree(tape, 0, bytes)
                #expect(seen == expected)
            }
            let twice = json.withUnsafeBytes { bytes in
                (try? tape.refuseDuplicateNames(in: bytes)) == nil
            }
            #expect(twice == expected.hasDuplicates)
        }
    }

    @Test func `damaged texts get the verdict that a slow parser gives`() {
        var garden = JSONGarden(seed: 2)
        var refused = 0
        for _ in 0..<6_000 {
            let json = garden.damaged(bytes(garden.value(3)))
            let code = refusal(json)
            #expect((code == nil) == (JSONOracle.parse(json) != nil), "\(String(decoding: json, as: UTF8.self))")
            if code != nil { refused += 1 }
        }
        #expect(refused > 1_000)
    }

    @Test func `two names that decode to the same bytes are duplicates in objects of any size`() {
        for count in [1, 2, 15, 16, 17, 400] {
            let others = (0..<count).map { "\"n\($0)\":\($0)" }
            #expect(duplicate("{" + others.joined(separator: ",") + "}") == nil)
            for at in [0, count / 2, count - 1] {
                let json = "{" + others.joined(separator: ",") + ",\"\\u006e\(at)\":0}"
                let offset = json.utf8.count - "\"\\u006e\(at)\":0}".utf8.count
                #expect(duplicate(json) == LineErrorSeen(.duplicateName, offset), "\(json)")
            }
        }
        #expect(duplicate(#"[{"a":1},{"a":2,"b":{"a":1}}]"#) == nil)
        #expect(duplicate(#"[[{"x":{"a":1,"a":2}}]]"#) == LineErrorSeen(.duplicateName, 14))
        #expect(duplicate("{\"e\u{301}\":1,\"\u{e9}\":2}") == nil)
    }

    private func duplicate(_ json: String) -> LineErrorSeen? {
        var tape = JSONTape()
        do {
            try bytes(json).withUnsafeBytes { bytes in
                try tape.scan(bytes)
                try tape.refuseDuplicateNames(in: bytes)
            }
            return nil
        } catch {
            return LineErrorSeen(error)
        }
    }
}

/// What a test compares of an error.
struct LineErrorSeen: Equatable, CustomStringConvertible {
    var code: LineError.Code
    var offset: Int

    init(_ code: LineError.Code, _ offset: Int) {
        self.code = code
        self.offset = offset
    }

    init?(_ error: any Error) {
        guard let error = error as? LineError else { return nil }
        self.init(error.code, error.offset)
    }

    var description: String { "\(code) at \(offset)" }
}
