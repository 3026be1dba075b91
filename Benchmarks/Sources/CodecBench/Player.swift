import Foundation

/// A record as programs keep them: six members, some 140 bytes of JSON.
struct Player: Codable, Equatable {
    var id: UUID
    var name: String
    var score: Int
    var email: String
    var created: Date
    var active: Bool

    /// Many different ones, so that nothing is remembered from one to the next.
    static func crowd(_ count: Int) -> [Player] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { number in
            let seconds = Double(Int.random(in: 700_000_000..<800_000_000, using: &random))
            let micros = Double(Int.random(in: 0..<1_000_000, using: &random))
            return Player(
                id: UUID(), name: "Arthur", score: Int.random(in: 0..<100_000, using: &random),
                email: "a\(number)@dent.org",
                created: Date(timeIntervalSinceReferenceDate: seconds + micros / 1e6),
                active: Bool.random(using: &random))
        }
    }
}
