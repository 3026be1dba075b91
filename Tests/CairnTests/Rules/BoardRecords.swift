import Cairn
import Foundation

/// Cards on boards: three kinds that point at each other in every way there is.
struct Board: Record, Equatable {
    var id: Int
}

struct Person: Record, Equatable {
    var id: String
}

struct Card: Record, Equatable {
    enum Stage: String, Codable, CaseIterable { case idea, doing, waiting, done }

    var id: String
    var board: Int
    var owner: String?
    /// The card that comes before this one.
    var after: String?
    var stage = Stage.idea
    var due: Date?

    static let stages: [Stage: Set<Stage>] = [
        .idea: [.doing], .doing: [.waiting, .done], .waiting: [.doing], .done: [],
    ]
    static let indices: [Index<Card>] = [
        .relation("board", \.board, to: Board.self, onDelete: .cascade),
        .relation("owner", \.owner, to: Person.self, onDelete: .detach),
        .relation("after", \.after, to: Card.self, onDelete: .restrict),
        .status("stage", \.stage, first: [.idea, .doing], allows: stages),
        .time("due", \.due),
    ]
}

/// A remark on a card, or on another remark.
struct Remark: Record, Equatable {
    var id: Int
    var card: String?
    var remark: Int?
    static let indices: [Index<Remark>] = [
        .relation("card", \.card, to: Card.self, onDelete: .cascade),
        .relation("remark", \.remark, to: Remark.self, onDelete: .cascade),
    ]
}

extension ScratchState {
    func openBoards() async throws -> StateManager {
        try await StateManager.open(path, records: Board.self, Person.self, Card.self, Remark.self)
    }
}

/// The code of the error that comes out; nil where none does.
func refusal(_ body: () async throws -> Void) async -> StateError? {
    do {
        try await body()
        return nil
    } catch { return error as? StateError }
}
