/// Columns that stand below each other.
struct TerminalTable {
    private var rows: [[String]]

    init(head: [String]) { rows = [head] }

    mutating func add(_ row: [String]) { rows.append(row) }

    /// The first column begins at the left, all others end at the right.
    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row.indices, row).map { column, cell in
                let room = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + room : room + cell
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

extension Report {
    /// For the terminal: medians, then what became of the goals.
    var table: String {
        var text = ""
        for part in parts {
            let lines = lines(of: part)
            let names = contenders(of: lines)
            var table = TerminalTable(head: ["\(part), medians"] + names + ["unit"])
            for line in lines {
                table.add(
                    [line.title] + names.map { line.cells[$0].map { Self.number($0.median) } ?? "–" } + [line.unit])
            }
            text += table.text + "\n\n"
        }
        var table = TerminalTable(head: ["goal", "who", "median", "least", "most", "wanted", ""])
        for goal in goals {
            table.add([
                goal.what, goal.contender, Self.number(goal.median), Self.number(goal.values.min() ?? 0),
                Self.number(goal.values.max() ?? 0), (goal.isAtLeast ? ">= " : "<= ") + Self.number(goal.limit),
                goal.isMet ? "met" : "MISSED",
            ])
        }
        return goals.isEmpty ? text : text + table.text + "\n"
    }
}
