/// One number of a store, with everything that those who list it have to know.
public struct StatisticsValue: Sendable, Hashable {
    /// What a number does in the course of time.
    public enum Sort: String, Sendable, Hashable {
        /// It goes up and down.
        case gauge
        /// It only grows, since opening.
        case counter
    }

    /// What it counts.
    public enum Unit: String, Sendable, Hashable {
        /// Things.
        case count
        /// Bytes.
        case bytes
        /// Seconds, or parts of one.
        case seconds
    }

    /// With dots, from the whole to the part: `log.commit.p99`.
    public let name: String
    /// What it is, in a sentence.
    public let help: String
    /// What it does in the course of time.
    public let sort: Sort
    /// What it counts.
    public let unit: Unit
    /// The number.
    public let number: Double
    /// The same, where it is a whole one; it may be above what a `Double` can tell exactly.
    public let whole: Int64?
    /// Only a program that holds the store open has it to tell: it is about what happened since opening.
    public let isSinceOpening: Bool

    /// What a scraper calls it, and the label that tells it from others of the same name.
    let metric: String
    let label: (name: String, value: String)?

    init(
        _ name: String, _ metric: String, _ help: String, _ number: some BinaryInteger, _ unit: Unit = .count,
        _ sort: Sort = .gauge, label: (name: String, value: String)? = nil, sinceOpening: Bool = true
    ) {
        (self.name, self.metric, self.help, self.sort, self.unit) = (name, metric, help, sort, unit)
        (self.number, whole, self.label, isSinceOpening) = (
            Double(number), Int64(clamping: number), label, sinceOpening
        )
    }

    /// A percentile, of which there are microseconds.
    init(_ name: String, _ metric: String, _ help: String, microseconds: Double, quantile: String) {
        (self.name, self.metric, self.help, sort, unit) = (name, metric, help, .gauge, .seconds)
        (number, whole, label, isSinceOpening) = (microseconds / 1e6, nil, ("quantile", quantile), true)
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && left.number == right.number && left.whole == right.whole
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(number)
    }
}
