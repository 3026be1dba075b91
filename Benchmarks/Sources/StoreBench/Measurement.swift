/// One question, and how it is answered.
protocol Measurement: Sendable {
    /// For `--only`.
    var name: String { get }
    /// What is measured, in words.
    var sentence: String { get }

    func run(_ setting: Setting) async throws -> [Row]
}

/// Where and how often.
struct Setting: Sendable {
    /// Empty, and removed afterwards.
    var folder: String
    var rounds: Int
    /// Of the store that is larger than memory.
    var records: Int

    /// Calls `body` for each round and tells how far it is.
    func eachRound(_ name: String, _ body: (Int) async throws -> Void) async throws {
        for round in 1...rounds {
            Console.progress("\(name): round \(round) of \(rounds)")
            try await body(round)
        }
    }
}
