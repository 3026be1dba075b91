/// Text in columns.
struct Table {
    /// How a column lines up.
    enum Side { case left, right }

    private var sides: [Side]
    private var rows: [[String]] = []

    /// A table with these columns.
    init(_ sides: [Side]) { self.sides = sides }

    /// Two columns: a name and what it is.
    init(facts: [(String, String)]) {
        sides = [.left, .left]
        rows = facts.map { [$0.0, $0.1] }
    }

    /// Adds a row; what has no column is left out.
    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The table, one row a line, no blanks at the ends of lines. Complexity: O(text).
    var text: String {
        var widths = sides.map { _ in 0 }
        for row in rows {
            for (column, cell) in row.prefix(sides.count).enumerated() {
                widths[column] = max(widths[column], cell.count)
            }
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.prefix(sides.count).enumerated() {
                if column > 0 { line += "  " }
                line += sides[column] == .left ? cell.padded(to: widths[column]) : cell.paddedLeft(to: widths[column])
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
