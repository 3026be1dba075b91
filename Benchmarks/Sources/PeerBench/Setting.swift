/// A part of the suite.
protocol Part: Sendable {
    /// For `--only`.
    var name: String { get }
    var sentence: String { get }
    /// Steps of the progress bar.
    func steps(_ setting: Setting) -> Int
    func run(_ setting: Setting) async throws -> Findings
}

/// Where, how often, how long, and by whom.
struct Setting: Sendable {
    /// Gone when the program ends.
    var folder: String
    var rounds: Int
    /// Of each turn.
    var seconds: Double
    var entrants: [Entrant]
    var only: [String]
    /// The most records of an opening.
    var records: Int
    var progress: ProgressBar

    /// Whether a part, or a piece of it, was asked for.
    func wants(_ part: String, _ piece: String) -> Bool {
        only.isEmpty || only.contains(part) || only.contains(piece)
    }

    /// A new and empty one.
    func makeFolder(_ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        FileTools.remove(path)
        try FileTools.make(path)
        return path
    }
}
