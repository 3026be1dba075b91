import Cairn
import CairnLog
import Foundation
import Testing

/// Indices that are built while the store is used.
@Suite struct IndexBackgroundTests {
    private static let count = 1_100

    private func filled() async throws -> ScratchState {
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        let lines = try (0..<Self.count).map { id in
            let json = #"{"id":\#(id),"email":"m\#(id)","score":\#(id % 100),"note":""}"#
            return try Entry.record(kind: "member", json: Array(json.utf8))
        }
        _ = try await log.append(batch: lines)
        try await log.close()
        return folder
    }

    private func open(_ folder: borrowing ScratchState, _ gate: BuildingGate) async throws -> StateManager {
        let state = try await StateManager.open(
            folder.path, records: Player.self, Account.self, Member.self, indices: .inBackground,
            progress: gate.report)
        await gate.waitUntilReached()
        return state
    }

    private func check(_ state: StateManager, _ scores: [Int: Int]) throws {
        for score in [0, 7, 99, 500] {
            let wanted = scores.filter { $0.value == score }.keys.sorted()
            #expect(try state.query(Member.where(\.score == score)).map(\.id).sorted() == wanted)
            #expect(try state.count(of: Member.where(\.score >= score)) == scores.values.count { $0 >= score })
        }
    }

    @Test func `queries and writes go on while indices are built, and nothing is missed`() async throws {
        let folder = try await filled()
        let gate = BuildingGate()
        let state = try await open(folder, gate)
        var scores = Dictionary(uniqueKeysWithValues: (0..<Self.count).map { ($0, $0 % 100) })
        #expect(state.indexHealth.allSatisfy { $0.state == .building })
        let plan = try state.explain(plan: Member.where(\.score == 7))
        #expect(plan.hasPrefix("scan") && plan.contains("not used: index score, which is being built"))
        try check(state, scores)
        // There and back, away, new, and gone: between the moment that is read and the end.
        for id in 0..<40 { try await state.update(Member.self, id) { $0.score = 500 } }
        for id in 0..<10 { try await state.update(Member.self, id) { $0.score = id % 100 } }
        for id in 10..<40 { scores[id] = 500 }
        for id in 100..<120 {
            try await state.delete(Member.self, id)
            scores[id] = nil
        }
        try check(state, scores)
        gate.open()
        await state.waitForBuiltIndices()
        #expect(state.indexHealth.allSatisfy { $0.state == .ready && $0.entries == scores.count })
        #expect(try state.explain(plan: Member.where(\.score == 7)).hasPrefix("index score"))
        try check(state, scores)
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        try await state.update(Member.self, 0) { $0.score = 99 }
        scores[0] = 99
        try check(state, scores)
        try await state.close()
    }

    @Test func `a write that depends on a unique index waits for it, and is decided rightly`() async throws {
        let folder = try await filled()
        let gate = BuildingGate()
        let state = try await open(folder, gate)
        let taken = Task { try await state.create(Member(id: 5_000, email: "m7", score: 1)) }
        let free = Task {
            // Whatever a closure makes of the error, nothing is written before it can be decided.
            try await state.transaction { transaction in
                try? transaction.create(Member(id: 5_001, email: "free", score: 1))
            }
        }
        // This one depends on nothing, and is done before the gate opens.
        try await state.update(Member.self, 3) { $0.score = 77 }
        #expect(try state.get(Member.self, 3)?.score == 77)
        #expect(try state.get(Member.self, 5_001) == nil)
        gate.open()
        let refused = await refusal { _ = try await taken.value }
        #expect(refused?.code == .notUnique)
        _ = try await free.value
        #expect(try state.get(Member.self, 5_001)?.email == "free")
        #expect(try state.get(Member.self, 5_000) == nil)
        try await state.close()
    }

    @Test func `closing ends the building, and those who wait for it`() async throws {
        let folder = try await filled()
        let gate = BuildingGate()
        let state = try await open(folder, gate)
        let waiting = Task { try await state.create(Member(id: 5_000, email: "new", score: 1)) }
        let closing = Task { try await state.close() }
        gate.open()
        try await closing.value
        let code = await refusal { _ = try await waiting.value }?.code
        #expect(code == nil || code == .closed)
        let again = try await folder.open()
        #expect(try again.get(Member.self, 5_000) == nil || code == nil)
        #expect(again.indexHealth.allSatisfy { $0.state == .ready })
        try await again.close()
    }

    @Test func `writers that never rest do not keep an index from being finished`() async throws {
        let folder = try await filled()
        let gate = BuildingGate()
        let state = try await open(folder, gate)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    var round = 0
                    while !gate.isOver {
                        round += 1
                        let (id, score) = ((round * 4 + writer) % Self.count, round % 90)
                        _ = try? await state.update(Member.self, id) { $0.score = score }
                    }
                }
            }
            gate.open()
            await state.waitForBuiltIndices()
            gate.isOver = true
        }
        #expect(state.indexHealth.allSatisfy { $0.state == .ready && $0.entries == Self.count })
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        try await state.close()
    }

    @Test func `who points at a record is known while the relation's index is built, and when it cannot be`()
        async throws
    {
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        let cards = try (0..<Self.count).map {
            try Entry.record(kind: "card", json: Array(#"{"id":"c\#($0)","board":\#($0 % 2),"stage":"idea"}"#.utf8))
        }
        let boards = try (0..<2).map { try Entry.record(kind: "board", json: Array(#"{"id":\#($0)}"#.utf8)) }
        _ = try await log.append(batch: boards + cards)
        try await log.close()
        let gate = BuildingGate()
        let state = try await StateManager.open(
            folder.path, records: Board.self, Person.self, Card.self, Remark.self, indices: .inBackground,
            progress: gate.report)
        await gate.waitUntilReached()
        let removing = Task { try await state.delete(Board.self, 0) }
        gate.open()
        #expect(try await removing.value)
        #expect(try state.count(of: Card.all) == Self.count / 2, "the cards of the board went with it")
        #expect(await state.giveUpIndex("board", of: "card"))
        #expect(try state.explain(plan: Card.where(\.board == 1)).contains("which is degraded"))
        try await state.delete(Board.self, 1)
        #expect(try state.count(of: Card.all) == 0)
        try await state.close()
    }
}
