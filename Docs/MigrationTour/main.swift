// The use that Docs/Migration.md shows, as a program: what it prints is what a reader gets.
//
//     swift run MigrationTour

// tour: begin
import Cairn

/// As it was released, and is in stores everywhere.
struct FirstPlayer: Record {
    static let kind = "player"
    var id: String
    var name: String
    var score: Int
}

/// As it is now: two versions later.
struct Player: Record {
    struct Score: Codable { var points: Int, bonus: Int }

    var id: String
    var fullName: String
    var score: Score
    static let indices: [Index<Player>] = [.ordered("score.points", \.score.points)]
    static let migrations: [Migration] = [
        // Over the members of the JSON: what is not named keeps its exact text.
        .step(to: 2) { try $0.rename("name", to: "fullName") },
        // From what it was, as a struct, to what it is.
        .step(to: 3, from: SecondPlayer.self) { old in
            Player(id: old.id, fullName: old.fullName, score: Score(points: old.score, bonus: 0))
        },
    ]
}

/// What the last step begins with. It needs only what the step reads; the rest is kept.
struct SecondPlayer: Codable {
    var id: String
    var fullName: String
    var score: Int
}

let old = try await StateManager.open("migrated.state", records: FirstPlayer.self)
try await old.create(all: [
    FirstPlayer(id: "a", name: "Arthur", score: 100), FirstPlayer(id: "b", name: "Barbara", score: 900),
])
try await old.close()

// The store opens as it is. Records are migrated when they are read, and indices know them as they are then.
let state = try await StateManager.open("migrated.state", records: Player.self)
print(try state.query(Player.where(\.score.points >= 500)).map(\.fullName))

// The next write of a record makes it new for good …
try await state.update(Player.self, "a") { $0.score.bonus = 5 }

// … and this makes all of them new, a few at a time, while others read and write.
let report = try await state.migrate(Player.self) { progress in
    print("\(progress.done) of \(progress.total)")
    return true
}
print("\(report.migrated) of \(report.looked) records were old")
try await state.close()
// tour: end
