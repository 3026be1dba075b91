import Foundation

/// A line of the table: median, least, most, and what was hoped for.
enum Row {
    static func text(_ name: String, _ unit: String, _ values: [Double], goal: Double? = nil) -> String {
        let sorted = values.sorted()
        let median = sorted[sorted.count / 2]
        let numbers = [median, sorted[0], sorted[sorted.count - 1]].map { String(format: "%8.2f", $0) }
        let verdict = goal.map { "  goal >= \($0)  " + (median >= $0 ? "met" : "MISSED") } ?? ""
        return name.padding(toLength: 28, withPad: " ", startingAt: 0) + numbers.joined(separator: "  ")
            + "  \(unit)" + verdict
    }
}
