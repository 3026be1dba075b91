import Cairn
import CairnLog
import Foundation
import Testing

/// Indices that are damaged, or that the records do not keep: no opening is stopped, no answer is wrong.
@Suite struct IndexTroubleTests {
    private func fill(_ folder: borrowing ScratchState, _ records: [String], kind: String = "member") async throws {
        let log = try await Log.open(folder.path)
        for record in records { _ = try await log.append(.record(kind: kind, json: Array(record.utf8))) }
        try await log.close()
    }

    private func health(_ state: StateManager, _ name: String) -> IndexHealth? {
        state.statistics.indices.first { $0.name == name }
    }

    @Test func `two records with one value of a unique index open, and heal when they are mended`() async throws {
        let folder = try ScratchState()
        try await fill(
            folder, (1...3).map { #"{"id":\#($0),"email":"same","score":\#($0),"note":""}"# })
        let state = try await folder.open()
        let seen = health(state, "email")
        #expect(seen?.state == .violated && seen?.entries == 3)
        #expect(seen?.reason?.contains("2 records have a email") == true, "\(seen?.reason ?? "")")
        let samples = state.statistics.prometheusText(store: "s")
        #expect(samples.contains("cairn_indices{store=\"s\",state=\"violated\"} 1\n"))
        #expect(samples.contains("cairn_indices{store=\"s\",state=\"ready\"} 2\n"))
        #expect(try state.query(Member.where(\.email == "same")).count == 3)
        // It does not become worse, and what does not touch the value may be written.
        let more = await refusal { try await state.create(Member(id: 9, email: "same", score: 0)) }
        #expect(more?.code == .notUnique)
        try await state.update(Member.self, 2) { $0.score = 20 }
        try await state.update(Member.self, 2) { $0.email = "other" }
        #expect(health(state, "email")?.state == .violated)
        try await state.delete(Member.self, 3)
        #expect(health(state, "email")?.state == .ready)
        try await state.close()
    }

    @Test func `a record that does not fit an index makes it degraded, and queries look at every record`() async throws
    {
        let folder = try ScratchState()
        let long = String(repeating: "k", count: 1_000)
        try await fill(
            folder, [#"{"id":"\#(long)","name":"abcdefghijklmnopqrstuvwxyz"}"#, #"{"id":"b","name":"b"}"#], kind: "tag")
        struct Tag: Record {
            var id: String
            var name: String
            static let indices: [Index<Tag>] = [.unique("name", \.name)]
        }
        let state = try await StateManager.open(folder.path, records: Tag.self)
        #expect(health(state, "name")?.state == .degraded)
        let plan = try state.explain(plan: Tag.where(\.name == "b"))
        #expect(plan.hasPrefix("scan: every record"))
        #expect(plan.contains("not used: index name, which is degraded: the id and the name of a record"), "\(plan)")
        #expect(try state.query(Tag.where(\.name == "b")).map(\.id) == ["b"])
        #expect(try state.query(Tag.where(\.name == "abcdefghijklmnopqrstuvwxyz")).map(\.id) == [long])
        // Nobody can tell whether the value is free.
        let refused = await refusal { try await state.create(Tag(id: "c", name: "b")) }
        #expect(refused?.code == .mismatchedIndex)
        try await state.delete(Tag.self, long)
        #expect(try await state.checkIndices().first?.isUsed == false)
        await state.rebuildIndices()
        await state.waitForBuiltIndices()
        #expect(health(state, "name")?.state == .ready)
        let taken = await refusal { try await state.create(Tag(id: "c", name: "b")) }
        #expect(taken?.code == .notUnique)
        try await state.create(Tag(id: "c", name: "c"))
        #expect(try !state.explain(plan: Tag.where(\.name == "b")).contains("not used"))
        try await state.close()
    }

    @Test func `values of another sort than the type's are in the index as they are`() async throws {
        let folder = try ScratchState()
        try await fill(
            folder,
            [
                #"{"id":1,"email":"a","score":5,"note":""}"#, #"{"id":2,"email":"b","score":"five","note":""}"#,
                #"{"id":3,"email":"c","score":[5],"note":""}"#,
            ])
        let state = try await folder.open()
        #expect(try state.query(Member.where(\.score >= 1)).map(\.id) == [1])
        #expect(try state.count(of: Member.where(\.score >= 1)) == 1)
        let check = try await state.checkIndices().first { $0.name == "score" }
        #expect(check?.values == ["number": 1, "string": 1, "structure": 1] && check?.isSound == true)
        try await state.close()
    }

    @Test func `an index that lost an entry is found by the next write of it, and built again`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<50).map { Member(id: $0, email: "m\($0)", score: $0) })
        #expect(await state.damageIndex("score", of: "member"))
        #expect(try state.count(of: Member.where(\.score == 0)) == 0, "nothing has told the store yet")
        try await state.update(Member.self, 0) { $0.score = 100 }
        // From the moment on that it was found out.
        #expect(try state.query(Member.where(\.score >= 0)).count == 50)
        #expect(try state.query(Member.where(\.score == 100)).map(\.id) == [0])
        await state.waitForBuiltIndices()
        #expect(health(state, "score")?.state == .ready)
        #expect(try state.explain(plan: Member.where(\.score == 100)).hasPrefix("index score"))
        #expect(try state.query(Member.where(\.score == 100)).map(\.id) == [0])
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        try await state.close()
    }

    @Test func `a check finds what no write has touched`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<20).map { Member(id: $0, email: "m\($0)", score: $0) })
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        #expect(await state.damageIndex("team", of: "member"))
        let found = try await state.checkIndices()
        #expect(found.filter { !$0.isSound }.map(\.name) == ["team"])
        #expect(found.first { $0.name == "team" }?.missing == 1)
        await state.waitForBuiltIndices()
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        try await state.close()
    }

    @Test func `a store whose bytes are damaged opens with its types, and says what it cannot answer`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<20).map { Member(id: $0, email: "m\($0)", score: $0) })
        try await state.create(Account(id: "a", balance: 7))
        try await state.close()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let name = folder.path + "/" + (try #require(names.first { $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl") }))
        var bytes = try Data(contentsOf: URL(fileURLWithPath: name))
        let place = try #require(bytes.range(of: Data(#""m7""#.utf8)))
        bytes[place.lowerBound + 1] = UInt8(ascii: "n")
        try bytes.write(to: URL(fileURLWithPath: name))
        let damaged = try await folder.open()
        #expect(damaged.recovery.verdict == .damaged)
        #expect(try damaged.get(Account.self, "a")?.balance == 7)
        #expect(try damaged.query(Member.where(\.score == 8)).map(\.id) == [8])
        try await damaged.close()
    }
}
