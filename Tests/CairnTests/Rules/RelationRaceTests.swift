import Cairn
import Testing

@Suite struct RelationRaceTests {
    @Test func `of a removal and what would point at it, never both`() async throws {
        let folder = try ScratchState()
        var state = try await folder.openBoards()
        for round in 1...60 {
            let name = "\(round)"
            try await state.create(Card(id: name, board: round), and: Board(id: round))
            let store = state
            let removing = Task { try await store.delete(Card.self, name) }
            let pointing = Task { try await store.create(Card(id: "after " + name, board: round, after: name)) }
            let (removed, pointed) = (try? await removing.value, try? await pointing.value)
            #expect((removed == true) != (pointed != nil))
            for card in try state.query(Card.where(\.board == round)) {
                if let after = card.after { #expect(try state.get(Card.self, after) != nil) }
            }
        }
        try await state.close()
        state = try await folder.openBoards()
        try await state.close()
    }

    @Test func `what comes while its owner goes, goes too or is refused`() async throws {
        let folder = try ScratchState()
        let state = try await folder.openBoards()
        for round in 1...30 {
            try await state.create(Board(id: round))
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask { _ = try? await state.create(Card(id: "\(round) \(number)", board: round)) }
                    if number == 4 { group.addTask { _ = try? await state.delete(Board.self, round) } }
                }
            }
            #expect(try state.get(Board.self, round) == nil)
            #expect(try state.count(of: Card.where(\.board == round)) == 0)
        }
        try await state.close()
    }
}

extension StateManager {
    fileprivate func create(_ card: Card, and board: Board) async throws {
        try await transaction { transaction in
            try transaction.create(card)
            try transaction.create(board)
        }
    }
}
