import Foundation

/// The rows as a person reads them, and as a program does.
struct Table {
    private let rows: [Row]

    init(_ rows: [Row]) { self.rows = rows }

    var text: String {
        let head = ["", "", "median", "least", "most", "unit", "goal", ""]
        let lines = rows.map { row in
            [
                row.name, row.what, Self.number(row.median), Self.number(row.least), Self.number(row.most), row.unit,
                row.goal.map { ($0.isAtLeast ? ">= " : "<= ") + Self.number($0.value) } ?? "",
                row.isMet.map { $0 ? "met" : "MISSED" } ?? "",
            ]
        }
        let all = [head] + lines
        let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { cells in
            zip(cells.indices, cells).map { Self.pad($1, widths[$0], isRight: (2...4).contains($0)) }
                .joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// The same, with each round's value.
    func writeJSON(to file: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(rows).write(to: URL(fileURLWithPath: file))
    }

    private static func number(_ value: Double) -> String {
        if value >= 1_000 { return "\(Int(value.rounded()))" }
        return String(format: value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
    }

    private static func pad(_ text: String, _ width: Int, isRight: Bool) -> String {
        let room = String(repeating: " ", count: max(0, width - text.count))
        return isRight ? room + text : text + room
    }
}
