import CairnLines
import Testing

@Suite struct UnknownMembersTests {
    private func keep(_ stored: String, _ known: String, _ new: String) throws -> String {
        let kept = try bytes(stored).withUnsafeBytes { stored in
            try bytes(known).withUnsafeBytes { known in
                try bytes(new).withUnsafeBytes { try UnknownMembers.keep(of: stored, known: known, in: $0) }
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// What is stored, what the program makes of it, what it makes of it now, and what is kept.
    static let cases: [(String, String, String, String)] = [
        (#"{"a":1}"#, #"{"a":1}"#, #"{"a":2}"#, #"{"a":2}"#),
        (#"{"a":1,"z":[3]}"#, #"{"a":1}"#, #"{"a":2}"#, #"{"a":2,"z":[3]}"#),
        (#"{"z":1.0}"#, "{}", "{}", #"{"z":1.0}"#),
        (#"{"z":null}"#, "{}", "{}", #"{"z":null}"#),
        // Known and taken away, known and put there, and put there though it was unknown.
        (#"{"a":1,"b":2}"#, #"{"a":1,"b":2}"#, #"{"a":1}"#, #"{"a":1}"#),
        (#"{"a":1}"#, #"{"a":1}"#, #"{"a":1,"b":2}"#, #"{"a":1,"b":2}"#),
        (#"{"b":null}"#, "{}", #"{"b":2}"#, #"{"b":2}"#),
        // Inwards, as long as all three have an object.
        (#"{"b":{"x":1,"y":{"z":2}}}"#, #"{"b":{"x":1}}"#, #"{"b":{"x":3}}"#, #"{"b":{"x":3,"y":{"z":2}}}"#),
        (#"{"b":{"x":1,"y":2}}"#, #"{"b":{"x":1}}"#, #"{"b":7}"#, #"{"b":7}"#),
        (#"{"b":{"x":1,"y":2}}"#, #"{"b":{"x":1}}"#, "{}", "{}"),
        (#"{"b":[{"x":1,"y":2}]}"#, #"{"b":[{"x":1}]}"#, #"{"b":[{"x":3}]}"#, #"{"b":[{"x":3}]}"#),
        // One name, written in two ways.
        (#"{"\u0061":1,"\u007a":2}"#, #"{"a":1}"#, #"{"a":3}"#, #"{"a":3,"\u007a":2}"#),
        (#" { "a" : 1 , "z" : [ 3 ] } "#, #"{"a":1}"#, #"{"a":2}"#, #"{"a":2,"z":[3]}"#),
    ]

    @Test(arguments: cases)
    func `what is unknown stays`(_ stored: String, _ known: String, _ new: String, _ kept: String) throws {
        #expect(try keep(stored, known, new) == kept)
    }

    @Test func `objects in objects are followed as deep as there are`() throws {
        let depth = 500
        let open = String(repeating: #"{"b":"#, count: depth)
        let close = String(repeating: "}", count: depth)
        #expect(
            try keep(open + #"{"x":1,"y":2}"# + close, open + #"{"x":1}"# + close, open + #"{"x":3}"# + close)
                == open + #"{"x":3,"y":2}"# + close)
    }

    @Test func `what is no JSON is refused`() {
        #expect(throws: LineError.self) { try keep(#"{"a":1,"a":2}"#, "{}", "{}") }
        #expect(throws: LineError.self) { try keep("{", "{}", "{}") }
    }
}
