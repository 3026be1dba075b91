import Cairn
import Foundation
import Testing

/// Random transactions against a naive world that follows every rule by looking at everything.
@Suite struct RuleModelTests {
    @Test(arguments: 1...4) func `a store with rules is what a naive world is`(seed: UInt64) async throws {
        let folder = try ScratchState()
        var state = try await folder.openBoards()
        var dice = SeededDice(seed: seed)
        var world = World()
        var outcomes = [0, 0]
        for round in 0..<250 {
            let steps = (0..<Int.random(in: 1...4, using: &dice)).map { _ in Step.random(using: &dice) }
            let wanted = world.after(steps)
            let error = await refusal {
                try await state.transaction { transaction in for step in steps { try step.perform(in: &transaction) } }
            }
            #expect((error == nil) == (wanted != nil), "\(steps): \(error as Any)")
            world = wanted ?? world
            outcomes[wanted == nil ? 0 : 1] += 1
            try check(state, world)
            if round % 60 == 59 {
                if round > 100 { try await state.compact(all: true) }
                try await state.close()
                state = try await folder.openBoards()
                try check(state, world)
            }
        }
        #expect(outcomes.allSatisfy { $0 > 30 }, "\(outcomes)")
        try await state.close()
    }

    private func check(_ state: StateManager, _ world: World) throws {
        #expect(Set(try state.query(Board.all).map(\.id)) == world.boards)
        #expect(Set(try state.query(Person.all).map(\.id)) == world.people)
        let cards = try state.query(Card.all)
        #expect(Dictionary(uniqueKeysWithValues: cards.map { ($0.id, $0) }) == world.cards)
        for board in 0..<3 {
            let wanted = world.cards.values.filter { $0.board == board }.map(\.id).sorted()
            #expect(try state.query(Card.where(\.board == board)).map(\.id).sorted() == wanted)
        }
        for stage in Card.Stage.allCases {
            #expect(
                try state.count(of: Card.where(\.stage == stage))
                    == world.cards.values.filter { $0.stage == stage }.count)
        }
    }
}

private enum Step {
    case putBoard(Int), dropBoard(Int), putPerson(String), dropPerson(String), putCard(Card), dropCard(String)

    static func random(using dice: inout SeededDice) -> Step {
        let board = Int.random(in: 0..<3, using: &dice)
        let person = ["p", "q"].randomElement(using: &dice) ?? "p"
        let names = ["a", "b", "c", "d", "e"]
        let card = names.randomElement(using: &dice) ?? "a"
        switch Int.random(in: 0..<12, using: &dice) {
        case 0, 1: return .putBoard(board)
        case 2: return .dropBoard(board)
        case 3: return .putPerson(person)
        case 4: return .dropPerson(person)
        case 5: return .dropCard(card)
        default:
            return .putCard(
                Card(
                    id: card, board: board, owner: Bool.random(using: &dice) ? person : nil,
                    after: Bool.random(using: &dice) ? names.randomElement(using: &dice) : nil,
                    stage: Card.Stage.allCases.prefix(Bool.random(using: &dice) ? 2 : 4).randomElement(using: &dice)
                        ?? .idea))
        }
    }

    func perform(in transaction: inout Transaction) throws {
        switch self {
        case .putBoard(let id): try transaction.upsert(Board(id: id))
        case .dropBoard(let id): try transaction.delete(Board.self, id)
        case .putPerson(let id): try transaction.upsert(Person(id: id))
        case .dropPerson(let id): try transaction.delete(Person.self, id)
        case .putCard(let card): try transaction.upsert(card)
        case .dropCard(let id): try transaction.delete(Card.self, id)
        }
    }
}

private struct World {
    var boards: Set<Int> = []
    var people: Set<String> = []
    var cards: [String: Card] = [:]

    /// nil where the rules forbid it.
    func after(_ steps: [Step]) -> World? {
        var world = self
        // What was there before or in between, and is gone, takes others with it; what never was does not.
        var met = world
        for step in steps {
            switch step {
            case .putBoard(let id): world.boards.insert(id)
            case .dropBoard(let id): world.boards.remove(id)
            case .putPerson(let id): world.people.insert(id)
            case .dropPerson(let id): world.people.remove(id)
            case .putCard(let card): world.cards[card.id] = card
            case .dropCard(let id): world.cards[id] = nil
            }
            met.boards.formUnion(world.boards)
            met.people.formUnion(world.people)
        }
        for card in world.cards.values {
            if !world.boards.contains(card.board), met.boards.contains(card.board) { world.cards[card.id] = nil }
            if let owner = card.owner, !world.people.contains(owner), met.people.contains(owner) {
                world.cards[card.id]?.owner = nil
            }
        }
        return world.isWhole && world.follows(self) ? world : nil
    }

    private var isWhole: Bool {
        cards.values.allSatisfy { card in
            boards.contains(card.board) && (card.owner.map(people.contains) ?? true)
                && (card.after.map { cards[$0] != nil } ?? true)
        }
    }

    private func follows(_ old: World) -> Bool {
        cards.values.allSatisfy { card in
            guard let before = old.cards[card.id]?.stage else { return card.stage == .idea || card.stage == .doing }
            return before == card.stage || Card.stages[before]?.contains(card.stage) == true
        }
    }
}
