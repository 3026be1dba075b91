import Cairn
import CairnLog
import Foundation
import Testing

@Suite struct StateManagerTests {
    private func code<R>(_ body: () async throws -> R) async -> StateError.Code? {
        do {
            _ = try await body()
            return nil
        } catch { return (error as? StateError)?.code }
    }

    @Test func `what was written is there after closing and opening`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let arthur = try await state.create(Player(name: "Arthur", score: 100))
        let barbara = try await state.create(Player(name: "Barbara"))
        let charles = try await state.create(Player(name: "Charles"))
        try await state.update(Player.self, arthur.id) { $0.score += 10 }
        #expect(try await state.delete(Player.self, charles.id))
        #expect(try await !state.delete(Player.self, charles.id))
        try await state.upsert(Player(id: barbara.id, name: "Barbara", score: 7))
        try await state.close()
        let again = try await folder.open()
        #expect(again.recovery.verdict == .clean)
        #expect(try again.get(Player.self, arthur.id) == Player(id: arthur.id, name: "Arthur", score: 110))
        #expect(try again.get(Player.self, barbara.id)?.score == 7)
        #expect(try again.get(Player.self, charles.id) == nil)
        try await again.close()
    }

    @Test func `each refusal has its code and leaves nothing behind`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let arthur = try await state.create(Player(name: "Arthur"))
        #expect(await code { try await state.create(arthur) } == .exists)
        #expect(await code { try await state.update(Player.self, UUID()) { $0.score = 1 } } == .notFound)
        #expect(await code { try await state.update(Player.self, arthur.id) { $0.id = UUID() } } == .invalidRecord)
        #expect(await code { try await state.patch(Player.self, arthur.id, Array("{".utf8)) } == .invalidRecord)
        #expect(
            await code { try await state.patch(Player.self, arthur.id, Array(#"{"name":1}"#.utf8)) } == .undecodable)
        #expect(await code { try await state.create(Stranger(id: "s")) } == .unknownKind)
        #expect(await code { try state.get(Stranger.self, "s") } == .unknownKind)
        #expect(await code { try await state.create(Account(id: "", balance: 1)) } == .invalidRecord)
        let large = Player(name: String(repeating: "x", count: 70 << 20))
        #expect(await code { try await state.create(large) } == .invalidRecord)
        #expect(state.statistics.lastSequence == SequenceNumber(1))
        try await state.close()
        #expect(await code { try await state.create(Player(name: "Late")) } == .closed)
        #expect(await code { try state.get(Player.self, arthur.id) } == .closed)
    }

    private struct Stranger: Record {
        var id: String
    }

    @Test func `two records of one kind are refused at opening`() async throws {
        struct Other: Record {
            static let kind = "player"
            var id: String
        }
        let folder = try ScratchState()
        let path = folder.path
        #expect(
            await code { try await StateManager.open(path, records: Player.self, Other.self) } == .invalidOption)
    }

    @Test func `a conflict carries both versions`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let arthur = try await state.create(Player(name: "Arthur"))
        let before = try #require(try state.versioned(Player.self, arthur.id))
        try await state.update(Player.self, arthur.id, expecting: before.revision) { $0.score = 1 }
        do {
            try await state.update(Player.self, arthur.id, expecting: before.revision) { $0.score = 2 }
            Issue.record("an old revision was taken")
        } catch let error as StateError {
            #expect(error.code == .conflict)
            let conflict = try #require(error.conflict)
            #expect(conflict.expected == before.revision)
            #expect(conflict.found == SequenceNumber(2))
            #expect(String(decoding: conflict.current ?? [], as: UTF8.self).contains(#""score":1"#))
            #expect(String(decoding: conflict.proposed ?? [], as: UTF8.self).contains(#""score":2"#))
        }
        #expect(await code { try await state.delete(Player.self, arthur.id, expecting: before.revision) } == .conflict)
        #expect(await code { try await state.upsert(arthur, expecting: before.revision) } == .conflict)
        #expect(try state.get(Player.self, arthur.id)?.score == 1)
        try await state.close()
    }

    @Test func `a patch stands in the log as it was given, and a long row of them is written whole`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let arthur = try await state.create(Player(name: "Arthur"))
        for score in 1...40 { try await state.patch(Player.self, arthur.id, Array("{\"score\":\(score)}".utf8)) }
        #expect(try state.get(Player.self, arthur.id)?.score == 40)
        try await state.close()
        let log = try await Log.open(folder.path)
        var forms: [StoredLine.Form] = []
        for try await lines in log.lines() { forms += lines.map(\.form) }
        try await log.close()
        #expect(forms.count == 41)
        #expect(forms.filter { $0 == .record }.count == 3)
        #expect(forms[1] == .update)
    }

    @Test func `every verb is a message with a reply of its own type`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let arthur = try await state.send(.create(Player(name: "Arthur")))
        let both = try await state.send(.create(all: [Player(name: "B"), Player(name: "C")]))
        let changed = try await state.send(.update(Player.self, arthur.id) { $0.score = 3 })
        let patched = try await state.send(.patch(Player.self, arthur.id, Array(#"{"name":"Art"}"#.utf8)))
        let found = try await state.send(.get(Player.self, both[1].id))
        let sum = try await state.send(
            .transaction { try ($0.get(Player.self, arthur.id)?.score ?? 0) + 1 })
        #expect((changed.score, patched.name, found?.name, sum) == (3, "Art", "C", 4))
        #expect(try await state.send(.delete(Player.self, arthur.id)))
        _ = try await state.send(.compact(all: true))
        #expect(StateMessage.create(arthur).name == "create player")
        try await state.close()
    }

    @Test func `a cancelled task writes nothing`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await state.create(Player(name: "Never"))
        }
        await #expect(throws: StateError.self) { try await task.value }
        #expect(state.statistics.lastSequence == .none)
        try await state.close()
    }
}
