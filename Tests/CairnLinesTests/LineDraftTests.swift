import CairnLines
import Testing

@Suite struct LineDraftTests {
    private func data(_ id: String?, _ json: String) throws -> String {
        let line = written(try record(bytes("plan"), id.map { bytes($0) }, bytes(json)), 1, 0)
        let body = try read(line).body
        return string(line, body ?? 0..<0)
    }

    @Test func `the id comes first and all else keeps its order and text`() throws {
        #expect(try data(nil, #"{"id":1}"#) == #"{"id":1}"#)
        #expect(
            try data(nil, #" { "a" : 1.0e+1 , "id" : "x" , "b" : [ 1 , " , " ] } "#)
                == #"{"id":"x","a":1.0e+1,"b":[1," , "]}"#)
        #expect(try data(nil, #"{"a":1,"id":-0}"#) == #"{"id":-0,"a":1}"#)
        #expect(try data(nil, #"{"a":1,"b":2,"id":7}"#) == #"{"id":7,"a":1,"b":2}"#)
        #expect(try data(nil, "{\"id\":7,\n\t\"b\":\"\\/\"}") == #"{"id":7,"b":"\/"}"#)
        #expect(try data(nil, #"{"a":{"id":1},"\u0069d":"x\/y"}"#) == #"{"id":"x/y","a":{"id":1}}"#)
    }

    @Test func `a given id is put in, or must agree`() throws {
        #expect(try data("x\n", "{}") == #"{"id":"x\n"}"#)
        #expect(try data("x", #"{ "a" : 1 }"#) == #"{"id":"x","a":1}"#)
        #expect(try data("17", #"{"a":1,"id":17}"#) == #"{"id":17,"a":1}"#)
        #expect(try data("é", #"{"id":"\u00e9"}"#) == #"{"id":"é"}"#)
        #expect(code { _ = try data("17", #"{"id":"18"}"#) } == .idMismatch)
        #expect(code { _ = try data(nil, #"{"a":1}"#) } == .missingID)
    }

    @Test func `what breaks a rule makes no draft`() {
        let plan = bytes("plan")
        let long = [UInt8](repeating: 0x61, count: 1025)
        #expect(code { _ = try data("", "{}") } == .emptyID)
        #expect(code { _ = try record(plan, long, bytes("{}")) } == .idTooLong)
        #expect(code { _ = try record(plan, [0xff], bytes("{}")) } == .badID)
        #expect(code { _ = try data(nil, #"{"id":null}"#) } == .badID)
        #expect(code { _ = try data(nil, #"{"id":""}"#) } == .emptyID)
        #expect(code { _ = try data("x", "[]") } == .notAnObject)
        #expect(code { _ = try data("x", #"{"a":1,"a":2}"#) } == .duplicateName)
        #expect(code { _ = try data("x", "{") } == .notJSON)
        for kind in ["update", "delete", "cairn.", "cairn.x"] {
            #expect(code { _ = try record(bytes(kind), nil, bytes(#"{"id":1}"#)) } == .reservedKind)
        }
        for kind in [[], [0xff], [0x61, 0], [UInt8](repeating: 0x61, count: 256)] {
            #expect(code { _ = try record(kind, nil, bytes(#"{"id":1}"#)) } == .badKind)
            #expect(code { _ = try LineDraft.delete(kind: kind, id: [0x31]) } == .badKind)
            #expect(code { _ = try control(kind, nil) } == .badKind)
        }
        #expect(code { _ = try control(plan, nil) } == .badKind)
        #expect(code { _ = try control(bytes("cairn.mark"), bytes("7")) } == .notAnObject)
        #expect(code { _ = try LineDraft.delete(kind: plan, id: []) } == .emptyID)
    }

    @Test func `changes may not change the id`() throws {
        func change(_ changes: StaticString) throws {
            _ = try LineDraft.update(kind: bytes("plan"), id: bytes("7"), changes: text(changes))
        }
        try change(#"{"id":"7","a":null}"#)
        try change(#"{"id":7}"#)
        #expect(code { try change(#"{"id":8}"#) } == .idMismatch)
        #expect(code { try change(#"{"id":null}"#) } == .idMismatch)
    }

    @Test func `what the draft accepts, both paths of the reader accept in its line`() throws {
        // One level and a few values less than the tape holds: the line around the data needs them.
        let nested = String(repeating: "[", count: 510) + String(repeating: "]", count: 510)
        let line = written(try record(bytes("plan"), [0x31], bytes("{\"a\":\(nested)}")), 1, 0)
        _ = try line.withUnsafeBytes { try LineReader.readAnyOrder($0) }
        #expect(code { _ = try record(bytes("plan"), [0x31], bytes("{\"a\":[\(nested)]}")) } == .tooDeep)
        let many =
            bytes("{\"a\":[0") + [[UInt8]](repeating: bytes(",1"), count: Limits.maxTapeWords - 70).flatMap { $0 }
        let wide = written(try record(bytes("plan"), [0x31], many + bytes("]}")), 1, 0)
        _ = try wide.withUnsafeBytes { try LineReader.readAnyOrder($0) }
        #expect(code { _ = try record(bytes("plan"), [0x31], many + bytes(",1]}")) } == .tooManyValues)
    }

    @Test func `a draft that fits no line is refused`() throws {
        let room = Limits.maxLineBytes - 192 - #""type":"plan",,"data":{"id":"1","a":""}}"#.utf8.count - 1
        func draft(_ length: Int) throws -> LineDraft {
            try record(
                bytes("plan"), [0x31], bytes("{\"a\":\"") + [UInt8](repeating: 0x61, count: length) + bytes("\"}"))
        }
        let line = written(try draft(room), .max, .max, Envelope.Transaction(index: .max, count: .max))
        #expect(line.count < Limits.maxLineBytes)
        #expect(try read(line).sequence == .max)
        #expect(code { _ = try draft(room + 1) } == .tooLong)
    }

    @Test func `trusted data is written as it is, under the same rules for kind and id`() throws {
        let json = text(#"{"id":"7","a":1}"#)
        let trusted = try LineDraft.record(kind: bytes("plan"), id: bytes("7"), trusting: json)
        let checked = try LineDraft.record(kind: bytes("plan"), id: nil, data: json)
        #expect(written(trusted, 1, 0) == written(checked, 1, 0))
        #expect(trusted.keyBytes == checked.keyBytes)
        #expect(trusted.form == .record)
        #expect(
            code { _ = try LineDraft.record(kind: bytes("update"), id: bytes("7"), trusting: json) } == .reservedKind)
        #expect(code { _ = try LineDraft.record(kind: bytes("plan"), id: [], trusting: json) } == .emptyID)
    }

    @Test func `nasty ids and kinds are found again exactly`() throws {
        let long = String(repeating: "\u{1}", count: 1024)
        let ids = [
            "../../etc/passwd", "\0", "a\nb", "\r\n", "\"", "\\", "\u{7f}", "e\u{301}", "\u{e9}", "𝄞", " ", long, "{",
            "1e9",
        ]
        for (index, id) in ids.enumerated() {
            for kind in ["plan", "up\"date", "\u{1f}", "cairn", "é"] {
                for draft in [
                    try record(bytes(kind), bytes(id), bytes("{\"n\":\(index)}")),
                    try LineDraft.delete(kind: bytes(kind), id: bytes(id)),
                ] {
                    let line = written(draft, 1, 0)
                    let envelope = try read(line)
                    let key = line.withUnsafeBytes { LineReader.keyBytes(of: envelope, in: $0) }
                    #expect(key == bytes(kind) + [0] + bytes(id))
                    let hash = line.withUnsafeBytes { LineReader.keyHash(of: envelope, in: $0, seed: 9) }
                    #expect(hash == draft.keyHash(seed: 9))
                    #expect(!line.contains(0x0a))
                }
            }
        }
    }
}

/// The code of the error that `body` throws, nil if it throws none of ours.
func code(_ body: () throws -> Void) -> LineError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? LineError)?.code
    }
}
