/// One number of one contender, by round.
struct Series: Codable, Sendable {
    var part: String
    var workload: String
    /// nil where there is no crowd.
    var clients: Int?
    var contender: String
    var unit: String
    var isBetterLower = false
    var values: [Double]

    var median: Double { Self.percentile(0.5, of: values) }
    var least: Double { values.min() ?? 0 }
    var most: Double { values.max() ?? 0 }

    /// The value below which a share of them lie.
    static func percentile(_ share: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    /// Round by round, how often the other goes into this one.
    func ratios(to other: Series) -> [Double] {
        zip(values, other.values).map { $1 == 0 ? 0 : $0 / $1 }
    }
}

/// A line of a plot.
struct Curve: Codable, Sendable {
    var plot: String
    var contender: String
    var points: [Point]

    struct Point: Codable, Sendable {
        var x: Double
        var y: Double
    }
}

/// Everything that was measured.
struct Findings: Codable, Sendable {
    var series: [Series] = []
    var curves: [Curve] = []

    mutating func add(_ other: Findings) {
        series += other.series
        curves += other.curves
    }

    /// Adds a value to a series, which begins with its first.
    mutating func note(
        _ value: Double, _ part: String, _ workload: String, _ contender: String, _ unit: String, clients: Int? = nil,
        isBetterLower: Bool = false
    ) {
        let place = series.firstIndex {
            $0.workload == workload && $0.clients == clients && $0.contender == contender && $0.part == part
        }
        if let place {
            series[place].values.append(value)
        } else {
            series.append(
                Series(
                    part: part, workload: workload, clients: clients, contender: contender, unit: unit,
                    isBetterLower: isBetterLower, values: [value]))
        }
    }

    func find(_ workload: String, _ contender: String, clients: Int? = nil) -> Series? {
        series.first { $0.workload == workload && $0.clients == clients && $0.contender == contender }
    }
}
