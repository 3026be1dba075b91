/// One number that was measured several times.
struct Row: Encodable {
    /// What the number must be.
    struct Goal: Encodable {
        var isAtLeast: Bool
        var value: Double

        static func atLeast(_ value: Double) -> Goal { Goal(isAtLeast: true, value: value) }
        static func atMost(_ value: Double) -> Goal { Goal(isAtLeast: false, value: value) }
    }

    /// The measurement's name.
    var name: String
    var what: String
    var unit: String
    var values: [Double]
    var goal: Goal?

    init(_ name: String, _ what: String, _ unit: String, _ values: [Double], _ goal: Goal? = nil) {
        self.name = name
        self.what = what
        self.unit = unit
        self.values = values
        self.goal = goal
    }

    var median: Double { Self.percentile(0.5, of: values) }
    var least: Double { values.min() ?? 0 }
    var most: Double { values.max() ?? 0 }

    /// nil where there is no goal.
    var isMet: Bool? {
        goal.map { $0.isAtLeast ? median >= $0.value : median <= $0.value }
    }

    /// The value below which a share of them lie.
    static func percentile(_ share: Double, of values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    private enum CodingKeys: String, CodingKey { case name, what, unit, values, goal, median, least, most, isMet }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(name, forKey: .name)
        try object.encode(what, forKey: .what)
        try object.encode(unit, forKey: .unit)
        try object.encode(values, forKey: .values)
        try object.encode(median, forKey: .median)
        try object.encode(least, forKey: .least)
        try object.encode(most, forKey: .most)
        try object.encodeIfPresent(goal, forKey: .goal)
        try object.encodeIfPresent(isMet, forKey: .isMet)
    }
}
