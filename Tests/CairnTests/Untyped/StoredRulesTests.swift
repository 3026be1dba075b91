import Cairn
import CairnLog
import Testing

/// What the store's definitions demand, of entries without types.
@Suite struct StoredRulesTests {
    private static let players = #"[{"name":"mail","field":["mail"],"sort":"unique"}]"#
    private static let cards = """
        [{"name":"board","field":["board"],"sort":"relation","to":"board","onDelete":"cascade"},\
        {"name":"due","field":["due"],"sort":"time"}]
        """

    /// What became of a batch: ids that were stored, and number and code of what was not, in the order of both.
    private struct Outcome: Equatable {
        var told: [String] = []
        var goesOn = true
    }

    private func write(_ writer: inout RecordImport, _ entries: [Entry]) async throws -> Outcome {
        var outcome = Outcome()
        outcome.goesOn = try await writer.write(
            entries.enumerated().map { ($0.element, $0.offset) },
            acknowledge: { outcome.told += $0.map(\.id) },
            refuse: { outcome.told.append("\($0.number) \($0.error.code)") })
        return outcome
    }

    private func player(_ id: String, _ mail: String?) throws -> Entry {
        let member = mail.map { #","mail":"\#($0)""# } ?? ""
        return try .record(kind: "player", json: Array(#"{"id":"\#(id)"\#(member)}"#.utf8))
    }

    private func isSound(_ log: Log) async throws -> Bool {
        try await UntypedStore(log).checkIndices().allSatisfy(\.isSound)
    }

    @Test(arguments: [Durability.synced, .volatile])
    func `one value of a unique index has one holder, in a batch and between batches`(_ how: Durability) async throws {
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        _ = try await log.append(batch: [player("a", "x"), player("b", nil)])
        try log.setIndexDefinitions(Array(Self.players.utf8), of: "player")
        var writer = RecordImport(log, durability: how, onTrouble: .skip)
        var outcome = try await write(
            &writer,
            [
                player("c", "x"), player("d", "y"), player("e", "y"), player("a", "z"), player("f", "x"),
                player("b", nil), .update(kind: "player", id: "b", changes: #"{"mail":"z"}"#.utf8),
                .delete(kind: "player", id: "d"), player("g", "y"),
            ])
        #expect(outcome.told == ["0 notUnique", "d", "2 notUnique", "a", "f", "b", "6 notUnique", "d", "g"])
        outcome = try await write(&writer, [player("h", "z"), player("a", "z"), player("i", "w"), player("a", "w")])
        #expect(outcome.told == ["0 notUnique", "a", "i", "3 notUnique"])
        // Somebody else has written: what was known is made anew.
        _ = try await log.append(player("a", "v"))
        #expect(try await write(&writer, [player("h", "v"), player("i", "z")]).told == ["0 notUnique", "i"])
        try await log.flush()
        #expect(try await isSound(log))
        try await log.close()
    }

    @Test func `a duplicate names both records, and stops what is behind it`() async throws {
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        try log.setIndexDefinitions(Array(Self.players.utf8), of: "player")
        var writer = RecordImport(log, onTrouble: .stop)
        var found: StateError?
        let entries = try [player("a", "x"), player("b", "x"), player("c", "y")].map { (entry: $0, number: 1) }
        let goesOn = try await writer.write(entries, acknowledge: { _ in }, refuse: { found = $0.error })
        #expect(!goesOn && log.statistics.keys == 1)
        let both = found?.duplicate
        #expect(both?.kind == "player" && both?.index == "mail" && both?.id == "b" && both?.holder == "a")
        #expect(
            found?.message
                == #"player b cannot have the mail "x", which player a has already; give one of them another"#)
        // Nothing of the one that was refused is left in the way.
        #expect(try await write(&writer, [player("b", "y")]).told == ["b"])
        try await log.close()
    }

    @Test func `relations point at something, and what is pointed at stays`() async throws {
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        try log.setIndexDefinitions(Array(Self.cards.utf8), of: "card")
        var writer = RecordImport(log, onTrouble: .skip)
        let card = { (id: String, more: String) in
            try Entry.record(kind: "card", json: Array(#"{"id":"\#(id)"\#(more)}"#.utf8))
        }
        let board = { (id: String) in try Entry.record(kind: "board", json: Array(#"{"id":"\#(id)"}"#.utf8)) }
        let outcome = try await write(
            &writer,
            [
                card("1", #","board":"a""#), board("a"), card("1", #","board":"a""#), card("2", #","board":true"#),
                card("3", #","due":"tomorrow""#), card("4", #","due":"2026-11-20T20:13:00.000000Z""#),
            ])
        #expect(outcome.told == ["0 dangling", "a", "1", "3 invalidRecord", "4 invalidRecord", "4"])
        let removals = try await write(
            &writer,
            [
                .delete(kind: "board", id: "a"), board("b"), .delete(kind: "card", id: "1"),
                .delete(kind: "board", id: "a"), card("1", #","board":"a""#),
            ])
        #expect(removals.told == ["0 referenced", "b", "1", "a", "4 dangling"])
        #expect(try await isSound(log))
        try await log.close()
    }
}
