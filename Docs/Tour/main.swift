// The use that README.md shows, as a program: what it prints is what a reader gets.
//
//     swift run Tour

import Foundation

// Another run begins anew; without this it would refuse a second Barbara.
try? FileManager.default.removeItem(atPath: "game.state")

// tour: begin
import Cairn
import Foundation

struct Player: Record {
    var id = UUID()
    var name: String
    var score = 0
    static let indices: [Index<Player>] = [.unique("name", \.name), .ordered("score", \.score)]
}

let state = try await StateManager.open("game.state", records: Player.self)

// Durable when it returns.
let arthur = try await state.create(Player(name: "Arthur", score: 100))
try await state.update(Player.self, arthur.id) { $0.score += 10 }

// All of it or nothing, one transaction after the other; it sees its own writes.
let count = try await state.transaction { transaction in
    try transaction.create(Player(name: "Barbara", score: 900))
    try transaction.update(Player.self, arthur.id) { $0.score -= 50 }
    return try transaction.count(of: Player.all)
}

// Reading waits for nobody: what is durable now, as of one moment.
let best = try state.query(Player.where(\.score >= 50).sorted(by: \.score, .descending).limit(10))
print("\(count) players; best: \(best.map(\.name))")
print(try state.explain(plan: Player.where(\.score >= 50)))

// A moment that stays as it was, and a record's past.
let past = state.snapshot()
try await state.delete(Player.self, arthur.id)
print(try past.get(Player.self, arthur.id)?.score ?? 0, try await state.history(of: Player.self, arthur.id).count)

// The same verbs as values; the reply's type follows from the message.
let cecil = try await state.send(.create(Player(name: "Cecil")))
print(cecil.name)

try await state.close()
// tour: end
