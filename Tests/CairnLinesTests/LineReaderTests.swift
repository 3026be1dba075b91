import CairnLines
import Testing

private let time = #""timestamp":"2026-11-20T20:13:00.123456Z""#

@Suite struct LineReaderTests {
    /// What is refused, by the members after the sum; each is sealed with the right sum.
    static let refused: [(String, LineError.Code)] = [
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":"1"}"#, .notJSON),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":"1"}}x"#, .notJSON),
        (#""seq":1,"ack":0,"type":"delete",\#(time),"target":"plan","id":"1"}x"#, .notJSON),
        (#""seq":1,"ack":0,"type":"delete",\#(time),"target":"plan","id":"1"}}"#, .notJSON),
        (#""seq":1,"ack":0,"type":"cairn.mark",\#(time)}x"#, .notJSON),
        (#""ack":0,"type":"plan",\#(time),"data":{"id":"1"}}"#, .missingMember),
        (#""seq":1,"type":"plan",\#(time),"data":{"id":"1"}}"#, .missingMember),
        (#""seq":1,"ack":0,\#(time),"data":{"id":"1"}}"#, .missingMember),
        (#""seq":1,"ack":0,"type":"plan","data":{"id":"1"}}"#, .missingMember),
        (#""seq":1,"ack":0,"type":"plan",\#(time)}"#, .missingMember),
        (#""seq":1,"ack":0,"type":"update",\#(time),"id":"1","changes":{}}"#, .missingMember),
        (#""seq":1,"ack":0,"type":"update",\#(time),"target":"plan","changes":{}}"#, .missingMember),
        (#""seq":1,"ack":0,"type":"update",\#(time),"target":"plan","id":"1"}"#, .missingMember),
        (#""seq":1,"ack":0,"type":"delete",\#(time),"id":"1"}"#, .missingMember),
        (#""seq":1,"ack":0,"type":"delete",\#(time),"target":"plan"}"#, .missingMember),
        (#""seq":"1","ack":0,"type":"plan",\#(time),"data":{"id":"1"}}"#, .wrongMember),
        (#""seq":-1,"ack":0,"type":"plan",\#(time),"data":{"id":"1"}}"#, .wrongMember),
        (#""seq":1.0,"ack":0,"type":"plan",\#(time),"data":{"id":"1"}}"#, .wrongMember),
        (#""seq":1e3,"ack":0,"type":"plan",\#(time),"data":{"id":"1"}}"#, .wrongMember),
        (#""seq":01,"ack":0,"type":"plan",\#(time),"data":{"id":"1"}}"#, .notJSON),
        (#""seq":18446744073709551616,"ack":0,"type":"plan",\#(time),"data":{"id":"1"}}"#, .wrongMember),
        (#""seq":99999999999999999999,"ack":0,"type":"plan",\#(time),"data":{"id":"1"}}"#, .wrongMember),
        (#""seq":1,"ack":null,"type":"plan",\#(time),"data":{"id":"1"}}"#, .wrongMember),
        (#""seq":1,"ack":0,"type":7,\#(time),"data":{"id":"1"}}"#, .wrongMember),
        (#""seq":1,"ack":0,"type":"",\#(time),"data":{"id":"1"}}"#, .badKind),
        (#""seq":1,"ack":0,"type":"a\u0000b",\#(time),"data":{"id":"1"}}"#, .badKind),
        (#""seq":1,"ack":0,"type":"\#(String(repeating: "k", count: 256))",\#(time),"data":{"id":"1"}}"#, .badKind),
        (#""seq":1,"ack":0,"type":"delete",\#(time),"target":"","id":"1"}"#, .badKind),
        (#""seq":1,"ack":0,"type":"delete",\#(time),"target":7,"id":"1"}"#, .wrongMember),
        (#""seq":1,"ack":0,"type":"delete",\#(time),"target":"update","id":"1"}"#, .reservedKind),
        (#""seq":1,"ack":0,"type":"delete",\#(time),"target":"cairn.mark","id":"1"}"#, .reservedKind),
        (#""seq":1,"ack":0,"type":"plan","timestamp":7,"data":{"id":"1"}}"#, .wrongMember),
        (#""seq":1,"ack":0,"type":"plan","timestamp":"yesterday","data":{"id":"1"}}"#, .badTimestamp),
        (#""seq":1,"ack":0,"type":"plan","timestamp":"2026-02-30T20:13:00.123456Z","data":{"id":"1"}}"#, .badTimestamp),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":[]}"#, .notAnObject),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{}}"#, .missingID),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"ID":"1"}}"#, .missingID),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"a":{"id":"1"}}}"#, .missingID),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":null}}"#, .badID),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":{"id":"1"}}}"#, .badID),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":""}}"#, .emptyID),
        (
            #""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":"\#(String(repeating: "i", count: 1025))"}}"#,
            .idTooLong
        ),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":\#(String(repeating: "1", count: 1025))}}"#, .idTooLong),
        (#""seq":1,"ack":0,"type":"delete",\#(time),"target":"plan","id":true}"#, .badID),
        (#""seq":1,"ack":0,"type":"update",\#(time),"target":"plan","id":"1","changes":7}"#, .notAnObject),
        (#""seq":1,"ack":0,"type":"cairn.mark",\#(time),"data":"x"}"#, .notAnObject),
        (#""seq":1,"ack":0,"tx":[0,1],"type":"cairn.mark",\#(time)}"#, .badTransaction),
        (#""seq":1,"ack":0,"tx":[2,1],"type":"cairn.mark",\#(time)}"#, .badTransaction),
        (#""seq":1,"ack":0,"tx":[1],"type":"cairn.mark",\#(time)}"#, .badTransaction),
        (#""seq":1,"ack":0,"tx":[1,2,3],"type":"cairn.mark",\#(time)}"#, .badTransaction),
        (#""seq":1,"ack":0,"tx":["1",2],"type":"cairn.mark",\#(time)}"#, .badTransaction),
        (#""seq":1,"ack":0,"tx":[1,4294967296],"type":"cairn.mark",\#(time)}"#, .badTransaction),
        (#""seq":1,"ack":0,"tx":7,"type":"cairn.mark",\#(time)}"#, .badTransaction),
        (#""seq":1,"ack":0,"seq":1,"type":"cairn.mark",\#(time)}"#, .duplicateName),
        (#""sum":"0","seq":1,"ack":0,"type":"cairn.mark",\#(time)}"#, .duplicateName),
        (#""seq":1,"ack":0,"type":"cairn.mark",\#(time),"x":[{"a":1,"\u0061":2}]}"#, .duplicateName),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":"1"},"data":{"id":"1"}}"#, .duplicateName),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":"1"},"x":"\ud800"}"#, .loneSurrogate),
    ]

    @Test(arguments: refused)
    func `a line against a rule is refused with the rule's code`(_ members: String, _ code: LineError.Code) {
        let error = #expect(throws: LineError.self) { _ = try read(sealed(members)) }
        #expect(error?.code == code)
        #expect((error?.offset ?? -1) <= members.utf8.count + 26)
        let unsealed = "{\"sum\":\"?\"," + members
        let same = #expect(throws: LineError.self) { _ = try read(bytes(unsealed), checkingSum: false) }
        #expect(same?.code == code)
    }

    /// What is accepted, and what is found in it: form, kind, id, body.
    static let accepted: [(String, String)] = [
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":"1"}}"#, #"record plan 1 {"id":"1"}"#),
        (#""type":"plan","ack":0,"data":{"a":1,"id":17},"seq":1,\#(time)}"#, #"record plan 17 {"a":1,"id":17}"#),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"a":1,"id":17}}"#, #"record plan 17 {"a":1,"id":17}"#),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"\u0069d":"x"}}"#, #"record plan x {"\u0069d":"x"}"#),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":1e400}}"#, #"record plan 1e400 {"id":1e400}"#),
        (#""seq":1,"ack":0,"type":"pl\u0061n",\#(time),"data":{"id":"\n"}}"#, #"record plan \#n {"id":"\n"}"#),
        (#""seq":1,"ack":0,"type":"upd\u0061te",\#(time),"target":"p","id":"1","changes":{}}"#, "update p 1 {}"),
        (#" "seq" : 1 , "ack" : 0 , "type" : "delete" , \#(time) , "target" : "p" , "id" : 2 } "#, "delete p 2 -"),
        (#""seq":1,"ack":0,"type":"delete",\#(time),"target":"p\t","id":"1"}"#, "delete p\t 1 -"),
        (#""seq":1,"ack":0,"type":"cairn.mark",\#(time)}"#, "control cairn.mark  -"),
        (#""seq":1,"ack":0,"type":"cairn.",\#(time),"data":{"a":[{}]}}"#, #"control cairn.  {"a":[{}]}"#),
        (#""seq":1,"ack":0,"type":"updates",\#(time),"data":{"id":"1"}}"#, #"record updates 1 {"id":"1"}"#),
        (#""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":"1"},"x":{"y":{}}}"#, #"record plan 1 {"id":"1"}"#),
        (
            #""seq":1,"ack":0,"type":"plan",\#(time),"data":{"id":"1","b":{}},"x":1}"#,
            #"record plan 1 {"id":"1","b":{}}"#
        ),
        (#""seq":1,"ack":0,"x":{"type":"y"},"type":"plan",\#(time),"data":{"id":"1"}}"#, #"record plan 1 {"id":"1"}"#),
        (
            #""seq":1,"ack":0,"type":"plan","timestamp":"2026-11-20T20:13:00Z","data":{"id":"1"}}"#,
            #"record plan 1 {"id":"1"}"#
        ),
    ]

    @Test(arguments: accepted)
    func `any order and layout is read`(_ members: String, _ expected: String) throws {
        let line = sealed(members)
        let envelope = try read(line)
        let key = line.withUnsafeBytes { LineReader.keyBytes(of: envelope, in: $0) }
        let parts = key.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let body = envelope.body.map { string(line, $0) } ?? "-"
        let seen = (["\(envelope.form)"] + parts.map { String(decoding: $0, as: UTF8.self) } + [body])
        #expect(seen.joined(separator: " ") == expected)
        #expect(envelope.sequence == 1)
        #expect(envelope.acknowledged == 0)
    }

    @Test func `a number of twenty digits is a sequence if it fits`() throws {
        let line = sealed(#""seq":18446744073709551615,"ack":18446744073709551614,"type":"cairn.mark",\#(time)}"#)
        #expect(try read(line).sequence == .max)
        #expect(try read(line).acknowledged == .max - 1)
    }

    @Test func `a string and a number of the same text are one id`() throws {
        let hashes = try [#""17""#, "17", #""\u00317""#].map { id in
            let line = sealed(#""seq":1,"ack":0,"type":"delete",\#(time),"target":"plan","id":\#(id)}"#)
            let envelope = try read(line)
            return line.withUnsafeBytes { LineReader.keyHash(of: envelope, in: $0, seed: 1) }
        }
        #expect(hashes[0] == hashes[1])
        #expect(hashes[0] == hashes[2])
    }

    @Test func `an escaped id is measured by what it stands for`() throws {
        let fits = String(repeating: "\\u0061", count: 1024)
        let line = sealed(#""seq":1,"ack":0,"type":"delete",\#(time),"target":"plan","id":"\#(fits)"}"#)
        #expect(try read(line).idIsEscaped)
        let over = sealed(#""seq":1,"ack":0,"type":"delete",\#(time),"target":"plan","id":"\#(fits)b"}"#)
        #expect(throws: LineError.self) { _ = try read(over) }
    }

    @Test func `something else than an object is no line`() {
        for text in ["[]", "7", "\"x\""] {
            let error = #expect(throws: LineError.self) { _ = try read(bytes(text), checkingSum: false) }
            #expect(error?.code == .notAnObject)
        }
    }

    @Test func `a line as long as the limit is refused before its sum is made`() {
        let error = #expect(throws: LineError.self) {
            _ = try read([UInt8](repeating: 0x20, count: Limits.maxLineBytes))
        }
        #expect(error?.code == .tooLong)
    }

    @Test func `an envelope that lies about escapes still gives a key`() throws {
        let line = sealed(#""seq":1,"ack":0,"type":"delete",\#(time),"target":"plan","id":"\u00e9"}"#)
        var envelope = try read(line)
        envelope.id = envelope.id.lowerBound..<envelope.id.lowerBound + 3
        let key = line.withUnsafeBytes { LineReader.keyBytes(of: envelope, in: $0) }
        #expect(key == bytes("plan\0\\u0"))
    }
}
