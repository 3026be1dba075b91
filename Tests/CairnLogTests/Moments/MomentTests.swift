import CairnLines
import CairnLog
import Testing

@Suite struct MomentTests {
    /// Everything a moment sees, as `id text`.
    private func all(_ moment: LogMoment) throws -> [String] {
        var found: [String] = []
        try moment.forEach { (kind, id, record) throws(LogError) in
            found.append("\(id) \(Self.text(record))")
            return kind == "note"
        }
        return found.sorted()
    }

    private static func text(_ record: StoredRecord?) -> String {
        guard let record else { return "-" }
        return record.json.withUnsafeBytes { json in
            FieldFinder.find("text", in: json).map { String(decoding: json[$0], as: UTF8.self) } ?? "?"
        }
    }

    private func get(_ moment: LogMoment, _ id: String) throws -> String {
        Self.text(try moment.get(Array("note\0\(id)".utf8)))
    }

    @Test func `a moment stays as it was while records are written, changed and removed`() throws {
        let log = try CaseStore().open()
        for id in ["a", "b", "c"] { try log.put(id, "old") }
        _ = try log.stageNow([Entry.update(kind: "note", id: "c", changes: Array(#"{"text":"patched"}"#.utf8))])
        log.drive()
        let (moment, _) = log.core.moment {}
        try log.put("a", "new")
        try log.put("a", "newer")
        try log.put("d", "new")
        _ = try log.stageNow([
            Entry.delete(kind: "note", id: "b"),
            Entry.update(kind: "note", id: "c", changes: Array(#"{"text":"again"}"#.utf8)),
        ])
        log.drive()
        let (later, _) = log.core.moment {}
        try log.put("b", "back")
        #expect(try all(moment) == [#"a "old""#, #"b "old""#, #"c "patched""#])
        #expect(try ["a", "b", "c", "d"].map { try get(moment, $0) } == [#""old""#, #""old""#, #""patched""#, "-"])
        #expect(try all(later) == [#"a "newer""#, #"c "again""#, #"d "new""#])
        #expect(moment.sequence == SequenceNumber(4))
        try log.closeNow()
    }

    @Test func `compaction takes nothing away from a moment that is held`() throws {
        let log = try CaseStore().open()
        for round in 0..<3 { for id in 0..<400 { try log.put("k\(id)", "round \(round)") } }
        let (moment, _) = log.core.moment {}
        for id in 0..<400 where id % 2 == 0 { try log.put("k\(id)", "after") }
        _ = try log.stageNow((0..<50).map { try Entry.delete(kind: "note", id: "k\($0)") })
        log.drive()
        _ = try log.compactNow(all: true)
        try log.put("k1", "after compaction")
        _ = try log.compactNow(all: true)
        let found = try all(moment)
        #expect(found.count == 400)
        #expect(found.allSatisfy { $0.hasSuffix(#""round 2""#) })
        #expect(try get(moment, "k1") == #""round 2""#)
        try log.closeNow()
    }

    @Test func `a group is seen whole or not at all, with what follows it`() async throws {
        let folder = try ScratchStore()
        let log = try await Log.open(folder.path)
        let writing = Task {
            for round in 0..<200 {
                _ = try await log.append(transaction: (0..<4).map { try note($0, "round \(round)") })
            }
        }
        var seen: Set<String> = []
        var last = SequenceNumber.none
        while last < SequenceNumber(800) {
            let (moment, _) = log.core.moment {}
            last = moment.sequence
            let texts = Set(try (0..<4).map { try get(moment, "n\($0)") })
            #expect(texts.count == 1)
            seen.formUnion(texts)
            await Task.yield()
        }
        try await writing.value
        #expect(seen.count > 1)
        try await log.close()
    }

    @Test func `what nobody can ask for any more is not kept, and too much of it ends the moments`() {
        var past = PastStates(limit: 3)
        let (a, b) = (KeyHash(low: 1 << 20, high: 1), KeyHash(low: 2 << 20, high: 2))
        #expect(!past.wants(a))
        let first = past.hold(SequenceNumber(5))
        #expect(past.wants(a))
        past.note(a, PastStates.State(endedBy: SequenceNumber(6), places: []))
        #expect(!past.wants(a))
        let second = past.hold(SequenceNumber(8))
        #expect(past.wants(a))
        past.note(a, PastStates.State(endedBy: SequenceNumber(9), places: []))
        #expect(past.state(of: a, at: SequenceNumber(5))?.endedBy == SequenceNumber(6))
        #expect(past.state(of: a, at: SequenceNumber(8))?.endedBy == SequenceNumber(9))
        #expect(past.state(of: a, at: SequenceNumber(9)) == nil)
        let isHeld = past.release(first)
        #expect(isHeld)
        past.note(b, PastStates.State(endedBy: SequenceNumber(10), places: []))
        #expect(past.holds(second))
        past.note(b, PastStates.State(endedBy: SequenceNumber(11), places: []))
        #expect(!past.holds(second))
        #expect(!past.wants(b))
    }
}
