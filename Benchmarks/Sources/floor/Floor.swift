/// `floor [FOLDER] [SECONDS] [ROUNDS]`: what the bare disk can do, one write and one sync at a time.
///
/// Absolute numbers drift from minute to minute, so the rows take turns, each row's number is the median of its rounds,
/// and what counts is the last column: the ratio to the first row of the same run.
@main
enum Floor {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        let folder = words.first ?? "."
        let seconds = words.count > 1 ? Double(words[1]) ?? 0.5 : 0.5
        let count = words.count > 2 ? Int(words[2]) ?? 5 : 5
        var rows = table
        for _ in 0..<max(1, count) {
            for index in rows.indices { try rows[index].measure(in: folder, seconds: seconds) }
        }
        print(header)
        let first = rows[0].syncsPerSecond
        for row in rows { print(line(row, ratio: row.syncsPerSecond / first)) }
    }

    /// As large as a segment's first part; the log fills its segments in the same way.
    private static let filled = 16 << 20

    private static let table = [
        FloorRow(name: "a line of 250 bytes, filled file", bytes: 250, lines: 1, filledBytes: filled),
        FloorRow(name: "a line of 400 bytes, filled file", bytes: 400, lines: 1, filledBytes: filled),
        FloorRow(name: "a batch of 16 lines, filled file", bytes: 16 * 272, lines: 16, filledBytes: filled),
        FloorRow(name: "a batch of 100 lines, filled file", bytes: 100 * 272, lines: 100, filledBytes: filled),
        FloorRow(name: "a line of 250 bytes, growing file", bytes: 250, lines: 1, filledBytes: 0),
        FloorRow(name: "a batch of 100 lines, growing file", bytes: 100 * 272, lines: 100, filledBytes: 0),
    ]

    private static let header =
        pad("one write and one sync of", 36) + left("syncs/s", 10) + left("lines/s", 12) + left("p50 µs", 9)
        + left("p99 µs", 9) + left("ratio", 8)

    private static func line(_ row: FloorRow, ratio: Double) -> String {
        let syncs = row.syncsPerSecond
        return pad(row.name, 36) + left("\(Int(syncs))", 10) + left("\(Int(syncs * Double(row.lines)))", 12)
            + left("\(Int(row.microseconds(percentile: 50)))", 9) + left("\(Int(row.microseconds(percentile: 99)))", 9)
            + left("\((ratio * 100).rounded() / 100)", 8)
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func left(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
