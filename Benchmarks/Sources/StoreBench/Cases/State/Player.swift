import Cairn
import Foundation

/// A record as programs keep them: some 140 bytes of JSON, with two indices.
struct Player: Record {
    var id = UUID()
    var name: String
    var score: Int
    var email: String
    var active: Bool
    static let indices: [Index<Player>] = [.ordered("score", \.score), .ordered("name", \.name)]

    init(_ number: Int) {
        name = "Arthur \(number)"
        score = number
        email = "a\(number)@dent.org"
        active = number % 2 == 0
    }
}
