import Cairn
import Foundation

/// A record as programs keep them: some 140 bytes of JSON, with two indices.
struct Player: Record {
    /// Without a default: one that is written here is made for each record that is decoded, and thrown away. Foundation
    /// opens a file for each.
    var id: UUID
    var name: String
    var score: Int
    var email: String
    var active: Bool
    static let indices: [Index<Player>] = [.ordered("score", \.score), .ordered("name", \.name)]

    init(_ number: Int) {
        var random = SystemRandomNumberGenerator()
        let (high, low) = (random.next() as UInt64, random.next() as UInt64)
        id = unsafeBitCast((high, low), to: UUID.self)  // unsafe: both are any sixteen bytes
        name = "Arthur \(number)"
        score = number
        email = "a\(number)@dent.org"
        active = number % 2 == 0
    }
}
