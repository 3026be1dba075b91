import Cairn

extension Arguments {
    /// `--as-of SEQUENCE|DATE`
    func moment() throws(UsageError) -> PastMoment? {
        guard let text = value("as-of") else { return nil }
        do throws(StateError) { return try PastMoment(parsing: text) } catch {
            throw UsageError("--as-of: \(error.message)", verb: verb)
        }
    }
}

extension Option {
    static let asOf = Option(
        name: "as-of", value: "MOMENT",
        help: "a sequence (1200), a day or a time in UTC (2026-11-20T20:13:00Z)")
}
