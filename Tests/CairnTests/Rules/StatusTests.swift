import Cairn
import Foundation
import Testing

@Suite struct StatusTests {
    @Test func `a new record begins with a first state`() async throws {
        let folder = try ScratchState()
        let state = try await folder.openBoards()
        try await state.create(Board(id: 1))
        let done = await refusal { try await state.create(Card(id: "a", board: 1, stage: .done)) }
        #expect(done?.code == .forbiddenTransition)
        #expect(done?.message.contains(#""done"; it may begin with "doing", "idea""#) == true)
        try await state.create(Card(id: "a", board: 1, stage: .doing))
        try await state.close()
    }

    @Test(arguments: Card.Stage.allCases, Card.Stage.allCases)
    func `a state changes as its table says, by every verb`(from: Card.Stage, to: Card.Stage) async throws {
        let folder = try ScratchState()
        let state = try await folder.openBoards()
        try await state.create(Board(id: 1))
        let way: [Card.Stage: [Card.Stage]] = [
            .idea: [.idea], .doing: [.doing], .waiting: [.doing, .waiting], .done: [.doing, .done],
        ]
        let isAllowed = from == to || Card.stages[from]?.contains(to) == true
        for verb in 0..<5 {
            let id = "\(verb)"
            var card = Card(id: id, board: 1)
            for stage in way[from] ?? [] {
                card.stage = stage
                try await state.upsert(card)
            }
            card.stage = to
            let changed = card
            let error = await refusal {
                switch verb {
                case 0: try await state.update(Card.self, id) { $0.stage = to }
                case 1: try await state.upsert(changed)
                case 2: try await state.patch(Card.self, id, Array(#"{"stage":"\#(to.rawValue)"}"#.utf8))
                case 3: _ = try await state.send(.patch(Card.self, id, with: ["stage": to]))
                default:
                    try await state.transaction { transaction in
                        try transaction.delete(Card.self, id)
                        try transaction.create(changed)
                    }
                }
            }
            #expect(error?.code == (isAllowed ? nil : .forbiddenTransition), "verb \(verb)")
            if let error {
                #expect(error.message.contains(#"from "\#(from.rawValue)" to "\#(to.rawValue)""#))
                let next = Card.stages[from]?.map { "\"\($0.rawValue)\"" }.sorted().joined(separator: ", ") ?? ""
                #expect(error.message.hasSuffix("go to " + (next.isEmpty ? "nothing else" : next)))
            }
            #expect(try state.get(Card.self, id)?.stage == (isAllowed ? to : from))
        }
        try await state.close()
    }

    @Test func `a transaction is judged by what it comes to`() async throws {
        let folder = try ScratchState()
        let state = try await folder.openBoards()
        try await state.transaction { transaction in
            try transaction.create(Board(id: 1))
            try transaction.create(Card(id: "a", board: 1, stage: .done))
            try transaction.update(Card.self, "a") { $0.stage = .idea }
        }
        let error = await refusal {
            try await state.transaction { transaction in
                try transaction.update(Card.self, "a") { $0.stage = .doing }
                try transaction.update(Card.self, "a") { $0.stage = .done }
            }
        }
        #expect(error?.code == .forbiddenTransition)
        #expect(try state.get(Card.self, "a")?.stage == .idea)
        try await state.close()
    }

    @Test func `records are found by their state through the index`() async throws {
        let folder = try ScratchState()
        var state = try await folder.openBoards()
        try await state.create(Board(id: 1))
        try await state.create(all: (0..<40).map { Card(id: "\($0)", board: 1, stage: $0 < 4 ? .doing : .idea) })
        for _ in 0..<2 {
            #expect(try state.query(Card.where(\.stage == .doing)).count == 4)
            #expect(try state.count(of: Card.where(\.stage != .doing)) == 36)
            #expect(try state.explain(plan: Card.where(\.stage == .doing)).contains("index stage"))
            try await state.close()
            state = try await folder.openBoards()
        }
        try await state.close()
    }
}
