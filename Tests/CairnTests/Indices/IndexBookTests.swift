import Cairn
import CairnLog
import Foundation
import Testing

/// Index definitions in the store.
@Suite struct IndexBookTests {
    /// Lines of the store's manifest that define indices.
    private func lines(_ folder: borrowing ScratchState) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.filter { $0.hasPrefix("MANIFEST-") }.flatMap { name in
            try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
                .split(separator: "\n").map(String.init).filter { $0.contains(#""cairn.indices""#) }
        }
    }

    @Test func `opening with types writes their indices down, and only when they are new`() async throws {
        let folder = try ScratchState()
        for _ in 0..<3 { try await folder.open().close() }
        let written = try lines(folder)
        #expect(written.count == 1, "players and accounts have no index")
        #expect(
            written.first?.contains(
                #""indices":[{"name":"email","field":["email"],"sort":"unique"},"#
                    + #"{"name":"score","field":["score"],"sort":"ordered"}"#) == true)
        let log = try await Log.open(folder.path)
        let store = UntypedStore(log)
        #expect(store.indexedKinds == ["member"])
        #expect(store.indices(of: "member").map(\.name) == ["email", "score", "team"])
        #expect(store.indices(of: "player").isEmpty)
        try await log.close()
    }

    @Test func `what a type no longer declares is gone, and relations say where they point`() async throws {
        let folder = try ScratchState()
        try await folder.openBoards().close()
        let log = try await Log.open(folder.path)
        let board = try #require(UntypedStore(log).indices(of: "card").first)
        #expect((board.sort, board.target, board.onDelete) == (.relation, "board", "cascade"))
        try await log.close()
        struct Card: Record {
            var id: String
        }
        try await StateManager.open(folder.path, records: Card.self).close()
        let again = try await Log.open(folder.path)
        #expect(UntypedStore(again).indexedKinds == ["remark"])
        try await again.close()
    }

    @Test func `definitions stay through compaction, snapshots and a manifest that is begun anew`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        for id in 0..<40 { try await state.upsert(Member(id: id % 10, email: "m\(id % 10)@x", score: id)) }
        try await state.compact(all: true)
        try await state.close()
        // A manifest whose last line is torn is begun anew with the next line.
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let manifest = try #require(names.first { $0.hasPrefix("MANIFEST-") })
        let file = try #require(FileHandle(forWritingAtPath: folder.path + "/" + manifest))
        try file.seekToEnd()
        try file.write(contentsOf: Data("{\"sum\":\"torn".utf8))
        try file.close()
        let log = try await Log.open(folder.path)
        _ = try await log.snapshot()
        let index = StoredIndex(name: "n", field: ["note"], sort: .ordered)
        _ = try await UntypedStore(log).addIndex(index, to: "member")
        try await log.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).contains("MANIFEST-000002.jsonl"))
        let again = try await Log.open(folder.path)
        #expect(UntypedStore(again).indices(of: "member").map(\.name) == ["email", "score", "team", "n"])
        try await again.close()
    }

    @Test func `an index added by hand is kept beside a type's own, and is enforced`() async throws {
        let folder = try ScratchState()
        try await folder.open().close()
        let log = try await Log.open(folder.path)
        let store = UntypedStore(log)
        _ = try await store.addIndex(StoredIndex(name: "one note", field: ["note"], sort: .unique), to: "member")
        let twice = await refusal {
            _ = try await store.addIndex(StoredIndex(name: "score", field: ["score"], sort: .ordered), to: "member")
        }
        #expect(twice?.code == .exists)
        let relation = await refusal {
            _ = try await store.addIndex(StoredIndex(name: "r", field: ["team"], sort: .relation), to: "member")
        }
        #expect(relation?.code == .invalidOption)
        try await log.close()
        let state = try await folder.open()
        #expect(state.indexHealth.map(\.name) == ["email", "score", "team", "one note"])
        try await state.create(Member(id: 1, email: "a", score: 1, note: "x"))
        let taken = await refusal { try await state.create(Member(id: 2, email: "b", score: 1, note: "x")) }
        #expect(taken?.code == .notUnique && taken?.message.contains("one note") == true)
        try await state.close()
        let last = try await Log.open(folder.path)
        try await UntypedStore(last).dropIndex("one note", of: "member")
        let gone = await refusal { try await UntypedStore(last).dropIndex("one note", of: "member") }
        #expect(gone?.code == .unknownIndex && gone?.message.contains("email") == true)
        try await last.close()
        let again = try await folder.open()
        try await again.create(Member(id: 2, email: "b", score: 1, note: "x"))
        try await again.close()
    }

    @Test func `a reader beside the writer sees what the writer defines`() async throws {
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        _ = try await log.append(.record(kind: "t", json: Array(#"{"id":"a","n":1}"#.utf8)))
        var options = LogOptions()
        options.recovery = .readOnly
        let reader = try await Log.open(folder.path, options: options)
        #expect(UntypedStore(reader).indices(of: "t").isEmpty)
        _ = try await UntypedStore(log).addIndex(StoredIndex(name: "n", field: ["n"], sort: .ordered), to: "t")
        #expect(UntypedStore(reader).indices(of: "t").map(\.name) == ["n"])
        let refused = await refusal { try await UntypedStore(reader).dropIndex("n", of: "t") }
        #expect(refused?.code == .readOnly)
        try await reader.close()
        try await log.close()
    }

    @Test func `definitions outlive a manifest that is damaged elsewhere`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(Member(id: 1, email: "a", score: 1))
        try await state.close()
        let file = URL(fileURLWithPath: folder.path + "/MANIFEST-000001.jsonl")
        var bytes = try Data(contentsOf: file)
        // In front of the definitions, which prove that it was there.
        let place = try #require(bytes.range(of: Data(#""cairn.added""#.utf8)))
        bytes[place.lowerBound + 1] = UInt8(ascii: "C")
        try bytes.write(to: file)
        let damaged = try await folder.open()
        #expect(damaged.recovery.verdict == .damaged && !damaged.recovery.isWritable)
        #expect(try damaged.query(Member.where(\.score == 1)).map(\.id) == [1])
        try await damaged.close()
        var options = LogOptions()
        options.recovery = .salvage
        let log = try await Log.open(folder.path, options: options)
        #expect(UntypedStore(log).indices(of: "member").map(\.name) == ["email", "score", "team"])
        try await log.close()
    }

    @Test func `what a later version wrote is kept and left alone`() async throws {
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        let list = #"[{"name":"shape","field":["shape"],"sort":"spatial","added":true,"levels":7}]"#
        try log.setIndexDefinitions(Array(list.utf8), of: "member")
        try await log.close()
        let state = try await folder.open()
        #expect(state.indexHealth.count == 3)
        try await state.close()
        let again = try await Log.open(folder.path)
        let kept = UntypedStore(again).indices(of: "member").last
        #expect(kept?.name == "shape" && kept?.sort == nil && kept?.word == "spatial")
        try await again.close()
    }
}
