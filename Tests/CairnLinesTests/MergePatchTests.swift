import CairnLines
import Testing

@Suite struct MergePatchTests {
    private func apply(_ patch: String, _ target: String) throws -> String {
        let result = try bytes(patch).withUnsafeBytes { patch in
            try bytes(target).withUnsafeBytes { try MergePatch.apply(patch: patch, to: $0) }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// RFC 7386, appendix A: original, patch, result.
    static let appendix: [(String, String, String)] = [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, "{}"),
        (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
        (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
        (#"{"a":"foo"}"#, "null", "null"),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
        ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ]

    @Test(arguments: appendix)
    func `the examples of the standard hold`(_ original: String, _ patch: String, _ result: String) throws {
        #expect(try apply(patch, original) == result)
    }

    @Test func `the example of the standard's text holds`() throws {
        let document =
            #"{"title":"Goodbye!","author":{"givenName":"John","familyName":"Doe"},"#
            + #""tags":["example","sample"],"content":"This will be unchanged"}"#
        let patch =
            #"{"title":"Hello!","phoneNumber":"+01-123-456-7890","author":{"familyName":null},"#
            + #""tags":["example"]}"#
        let result =
            #"{"title":"Hello!","author":{"givenName":"John"},"tags":["example"],"#
            + #""content":"This will be unchanged","phoneNumber":"+01-123-456-7890"}"#
        #expect(try apply(patch, document) == result)
    }

    @Test func `text is kept, order is kept, white space goes`() throws {
        #expect(
            try apply(
                #" { "b" : 1.50 , "d" : [ null , { "x" : null } ] } "#,
                #" { "c" : 1e400 , "b" : 0 , "a" : "\u0061 " } "#)
                == #"{"c":1e400,"b":1.50,"a":"\u0061 ","d":[null,{"x":null}]}"#)
        #expect(try apply(#"{"\u0061":2}"#, #"{"a":1}"#) == #"{"a":2}"#)
        #expect(try apply(#"{"a":{"b":{"c":1}}}"#, #"{"a":5}"#) == #"{"a":{"b":{"c":1}}}"#)
    }

    @Test func `bad texts are refused`() {
        #expect(code { _ = try apply("{", "{}") } == .notJSON)
        #expect(code { _ = try apply("{}", "{") } == .notJSON)
        #expect(code { _ = try apply(#"{"a":1,"a":2}"#, "{}") } == .duplicateName)
        #expect(code { _ = try apply("{}", #"{"a":1,"\u0061":2}"#) } == .duplicateName)
    }

    @Test func `the deepest patch merges into the deepest target`() throws {
        let open = String(repeating: "{\"a\":", count: 511)
        let close = String(repeating: "}", count: 511)
        #expect(try apply(open + "{\"b\":1}" + close, open + "{\"c\":2}" + close) == open + "{\"c\":2,\"b\":1}" + close)
    }

    @Test func `random patches do what the standard's pseudocode does`() throws {
        var garden = JSONGarden(seed: 9)
        garden.isAiry = false
        for _ in 0..<1_500 {
            let target = garden.value(4)
            // A patch that meets the target: often a damaged copy of it.
            let patch =
                garden.dice.roll(2) == 0
                ? garden.value(4) : target.replacing("1", with: "null").replacing("id", with: "x")
            guard let old = JSONOracle.parse(bytes(target)), let new = JSONOracle.parse(bytes(patch)),
                !new.hasDuplicates
            else { continue }
            #expect(try JSONOracle.parse(bytes(apply(patch, target))) == merged(old, new), "\(target) \(patch)")
        }
    }

    /// MergePatch(Target, Patch) of RFC 7386, section 2.
    private func merged(_ target: JSONOracle?, _ patch: JSONOracle) -> JSONOracle {
        guard case .object(let changes) = patch else { return patch }
        var members: [(name: [UInt8], value: JSONOracle)] = []
        if case .object(let old) = target { members = old }
        for (name, value) in changes {
            let at = members.firstIndex { $0.name == name }
            if value == .word("null") {
                if let at { members.remove(at: at) }
            } else if let at {
                members[at].value = merged(members[at].value, value)
            } else {
                members.append((name, merged(nil, value)))
            }
        }
        return .object(members)
    }
}
