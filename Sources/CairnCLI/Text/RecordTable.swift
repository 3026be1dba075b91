import Cairn

/// Records in columns, one for each member that any of them has.
struct RecordTable {
    /// Nobody reads more in a terminal, and the widths of columns are known only when all rows are.
    static let mostRows = 1_000
    /// What is longer is cut.
    private static let mostLetters = 40
    /// Of a record with more members the first ones are shown.
    private static let mostColumns = 16

    private var names: [String] = []
    private var rows: [RecordMembers] = []

    var count: Int { rows.count }

    mutating func add(_ json: [UInt8]) throws {
        let members = try RecordMembers(of: json)
        for (name, _) in members.list where names.count < Self.mostColumns && !names.contains(name) {
            names.append(name)
        }
        rows.append(members)
    }

    func text(_ style: Style) -> String {
        guard !rows.isEmpty else { return "" }
        // A column of numbers lines up on the right.
        var table = Table(names.map { name in isNumeric(name) ? .right : .left })
        table.add(names.map(Self.cut))
        for row in rows {
            let cells = names.map { name in row.list.first { $0.name == name }.map { Self.plain($0.value) } ?? "" }
            table.add(cells.map(Self.cut))
        }
        let text = table.text
        guard let end = text.firstIndex(of: "\n") else { return text }
        return style.bold(String(text[..<end])) + text[end...]
    }

    private func isNumeric(_ name: String) -> Bool {
        rows.allSatisfy { row in
            guard let first = row.list.first(where: { $0.name == name })?.value.first else { return true }
            return first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        }
    }

    /// A text without its quotes, as it is escaped: nothing in it can move a terminal's cursor. All else as JSON.
    private static func plain(_ value: ArraySlice<UInt8>) -> String {
        let isText = value.first == UInt8(ascii: "\"") && value.count >= 2
        return String(decoding: isText ? value.dropFirst().dropLast() : value, as: UTF8.self)
    }

    private static func cut(_ text: String) -> String {
        // Control characters beyond those that JSON escapes steer terminals as well.
        var safe = text
        safe.unicodeScalars.removeAll { (0x7F...0x9F).contains($0.value) }
        return safe.count > mostLetters ? safe.prefix(mostLetters - 1) + "…" : safe
    }
}
