import Cairn
import Foundation
import Testing

@Suite struct RelationTests {
    @Test func `what would point at nothing is refused, and the error names both`() async throws {
        let folder = try ScratchState()
        let state = try await folder.openBoards()
        let orphan = await refusal { try await state.create(Card(id: "c", board: 7)) }
        #expect(orphan?.code == .dangling)
        #expect(orphan?.message.contains("card c") == true && orphan?.message.contains("board 7") == true)
        try await state.create(Board(id: 1))
        try await state.create(Card(id: "c", board: 1))
        #expect(await refusal { try await state.update(Card.self, "c") { $0.board = 2 } }?.code == .dangling)
        #expect(await refusal { try await state.upsert(Card(id: "c", board: 2)) }?.code == .dangling)
        #expect(
            await refusal { try await state.patch(Card.self, "c", Array(#"{"owner":"x"}"#.utf8)) }?.code == .dangling)
        #expect(
            await refusal { try await state.create(all: [Card(id: "d", board: 1), Card(id: "e", board: 2)]) }?.code
                == .dangling)
        #expect(await refusal { _ = try await state.send(.create(Card(id: "f", board: 2))) }?.code == .dangling)
        #expect(try state.query(Card.all) == [Card(id: "c", board: 1)])
        try await state.close()
    }

    @Test func `within a transaction the order does not matter`() async throws {
        let folder = try ScratchState()
        let state = try await folder.openBoards()
        try await state.transaction { transaction in
            try transaction.create(Card(id: "b", board: 1, after: "a"))
            try transaction.create(Card(id: "a", board: 1))
            try transaction.create(Board(id: 1))
        }
        #expect(await refusal { try await state.delete(Card.self, "a") }?.code == .referenced)
        try await state.transaction { transaction in
            try transaction.delete(Card.self, "a")
            try transaction.update(Card.self, "b") { $0.after = nil }
        }
        #expect(try state.query(Card.all).map(\.id) == ["b"])
        // The board goes and comes back: nothing has happened to those who point at it.
        try await state.transaction { transaction in
            try transaction.delete(Board.self, 1)
            try transaction.create(Board(id: 1))
        }
        #expect(try state.count(of: Card.where(\.board == 1)) == 1)
        try await state.close()
    }

    @Test func `a removal takes with it, detaches or stops, as each relation says`() async throws {
        let folder = try ScratchState()
        var state = try await folder.openBoards()
        try await state.create(all: [Board(id: 1), Board(id: 2)])
        try await state.create(Person(id: "p"))
        try await state.create(all: [
            Card(id: "a", board: 1, owner: "p"), Card(id: "b", board: 1, after: "a"),
            Card(id: "c", board: 2, owner: "p"),
        ])
        try await state.create(all: [
            Remark(id: 1, card: "a"), Remark(id: 2, remark: 1), Remark(id: 3, remark: 2), Remark(id: 4, card: "c"),
        ])
        let held = await refusal { try await state.delete(Card.self, "a") }
        #expect(held?.code == .referenced)
        #expect(held?.message.contains("card a") == true && held?.message.contains("card b") == true)
        #expect(try await state.delete(Person.self, "p"))
        #expect(try state.query(Card.where(\.owner == nil)).count == 3)
        let past = state.snapshot()
        // Both cards go with the board, so the one may point at the other; and remarks over several levels.
        #expect(try await state.delete(Board.self, 1))
        #expect(try past.count(of: Card.all) == 3)
        for _ in 0..<2 {
            #expect(try state.query(Card.all) == [Card(id: "c", board: 2)])
            #expect(try state.query(Remark.all) == [Remark(id: 4, card: "c")])
            try await state.compact(all: true)
            try await state.close()
            state = try await folder.openBoards()
        }
        try await state.close()
    }

    @Test func `what points at a record is looked up by the relation's index`() async throws {
        let folder = try ScratchState()
        let state = try await folder.openBoards()
        try await state.create(all: (0..<20).map { Board(id: $0) })
        try await state.create(all: (0..<60).map { Card(id: "c\($0)", board: $0 % 20) })
        #expect(Set(try state.query(Card.where(\.board == 3)).map(\.id)) == ["c3", "c23", "c43"])
        let plan = try state.explain(plan: Card.where(\.board == 3))
        #expect(plan.hasPrefix("index board (relation)"), "\(plan)")
        try await state.close()
    }

    @Test func `a removal reaches as far as its limit and no further`() async throws {
        let folder = try ScratchState()
        let state = try await folder.openBoards()
        let most = Transaction.mostCascadeLevels
        try await state.create(all: (0...(most + 1)).map { Remark(id: $0, remark: $0 == 0 ? nil : $0 - 1) })
        let far = await refusal { try await state.delete(Remark.self, 0) }
        #expect(far?.code == .tooLarge)
        #expect(try state.count(of: Remark.all) == most + 2)
        #expect(try await state.delete(Remark.self, 1))
        #expect(try state.query(Remark.all).map(\.id) == [0])
        // A ring ends where it began.
        try await state.transaction { transaction in
            for id in 1...3 { try transaction.create(Remark(id: id, remark: id % 3 + 1)) }
        }
        #expect(try await state.delete(Remark.self, 2))
        #expect(try state.query(Remark.all).map(\.id) == [0])
        try await state.close()
    }

    @Test func `a removal of more records than a transaction holds is refused whole`() async throws {
        let folder = try ScratchState()
        let state = try await folder.openBoards()
        try await state.create(Remark(id: 0))
        let half = Transaction.mostWrites / 2
        for part in 0..<2 {
            try await state.create(
                all: (1...half).map { Remark(id: part * half + $0, remark: 0) }, durability: .volatile)
        }
        #expect(await refusal { try await state.delete(Remark.self, 0) }?.code == .tooLarge)
        #expect(try await state.delete(Remark.self, 1))
        #expect(await refusal { try await state.delete(Remark.self, 0) }?.code == nil)
        #expect(try state.count(of: Remark.all) == 0)
        try await state.close()
    }

    @Test func `a type's relations are kept only with the types that they point at`() async throws {
        let folder = try ScratchState()
        let alone = await refusal { _ = try await StateManager.open(folder.path, records: Remark.self) }
        #expect(alone?.code == .unknownKind)
        #expect(alone?.message.contains("card") == true)
    }

    @Test func `a store that breaks a relation opens and says so, and what is written keeps it`() async throws {
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        _ = try await log.append(.record(kind: "remark", id: "1", json: Array(#"{"id":1,"remark":5}"#.utf8)))
        try await log.close()
        let broken = try await folder.openBoards()
        let health = broken.indexHealth.filter { $0.state == .violated }
        #expect(health.map(\.name) == ["remark"])
        #expect(health.first?.reason == "the remark of remark 1 is 5, and there is no such remark")
        #expect(await refusal { try await broken.create(Remark(id: 2, remark: 6)) }?.code == .dangling)
        #expect(await refusal { try await broken.update(Remark.self, 1) { $0.card = "none" } }?.code == .dangling)
        #expect(try broken.count(of: Remark.where(\.remark == 5)) == 1)
        try await broken.close()
        let mending = try await Log.open(folder.path)
        _ = try await mending.append(.record(kind: "remark", id: "5", json: Array(#"{"id":5}"#.utf8)))
        try await mending.close()
        let state = try await folder.openBoards()
        #expect(try state.count(of: Remark.where(\.remark == 5)) == 1)
        try await state.close()
    }
}
