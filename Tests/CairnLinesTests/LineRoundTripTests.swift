import CairnLines
import Testing

@Suite struct LineRoundTripTests {
    @Test func `each form of line is written as the format document shows it`() throws {
        let record = try LineDraft.record(
            kind: bytes("plan"), id: nil, data: text(#" { "name" : "a b" , "id":"7", "n": 1.50 } "#))
        #expect(
            frame(record, 123, 120)
                == #""seq":123,"ack":120,"type":"plan","timestamp":"2026-11-20T20:13:00.123456Z","#
                + #""data":{"id":"7","name":"a b","n":1.50}}"# + "\n")
        let update = try LineDraft.update(kind: bytes("plan"), id: bytes("7"), changes: text(#"{"status": "active"}"#))
        #expect(
            frame(update, 124, 120)
                == #""seq":124,"ack":120,"type":"update","timestamp":"2026-11-20T20:13:00.123456Z","#
                + #""target":"plan","id":"7","changes":{"status":"active"}}"# + "\n")
        let delete = try LineDraft.delete(kind: bytes("plan"), id: bytes("7"))
        #expect(
            frame(delete, 125, 120, Envelope.Transaction(index: 1, count: 3))
                == #""seq":125,"ack":120,"tx":[1,3],"type":"delete","timestamp":"2026-11-20T20:13:00.123456Z","#
                + #""target":"plan","id":"7"}"# + "\n")
        let mark = try LineDraft.control(type: bytes("cairn.mark"), data: nil)
        #expect(
            frame(mark, 126, 125)
                == #""seq":126,"ack":125,"type":"cairn.mark","timestamp":"2026-11-20T20:13:00.123456Z"}"# + "\n")
    }

    @Test func `the reader finds in a line what the writer put there`() throws {
        let draft = try LineDraft.record(kind: bytes("plan"), id: bytes("é/\n\"7"), data: text(#"{"a":{"b":[1,{}]}}"#))
        let line = written(draft, 9, 8, Envelope.Transaction(index: 2, count: 2))
        let envelope = try read(line)
        #expect(envelope.sequence == 9)
        #expect(envelope.acknowledged == 8)
        #expect(envelope.transaction == Envelope.Transaction(index: 2, count: 2))
        #expect(envelope.form == .record)
        #expect(string(line, envelope.kind) == "plan")
        #expect(string(line, envelope.timestamp) == "2026-11-20T20:13:00.123456Z")
        #expect(string(line, envelope.body ?? 0..<0) == #"{"id":"é/\n\"7","a":{"b":[1,{}]}}"#)
        #expect(envelope.idIsEscaped)
        let key = line.withUnsafeBytes { LineReader.keyBytes(of: envelope, in: $0) }
        #expect(key == bytes("plan\0é/\n\"7"))
        #expect(key == draft.keyBytes)
        let hash = line.withUnsafeBytes { LineReader.keyHash(of: envelope, in: $0, seed: 5) }
        #expect(hash == draft.keyHash(seed: 5))
    }
}
