import Cairn

/// Records as CSV by RFC 4180: fields in quotes where they need them, lines that end with CR LF. Pure.
struct CSVTable {
    /// What spreadsheets take, and far more than a kind of record has; the names are kept in memory.
    static let mostColumns = 16_384

    /// `id` in front, the others sorted by the bytes of their names.
    private let columns: [String]

    init(names: Set<String>) {
        columns = ["id"] + names.subtracting(["id"]).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    var header: [UInt8] { Self.line(columns.map { Array($0.utf8) }) }

    func row(_ members: RecordMembers) -> [UInt8] {
        var values: [String: ArraySlice<UInt8>] = [:]
        for (name, value) in members.list { values[name] = value }
        return Self.line(columns.map { name in values[name].map(Self.plain) ?? [] })
    }

    /// A text as it is, nothing for null, all else as JSON.
    private static func plain(_ value: ArraySlice<UInt8>) -> [UInt8] {
        if value.elementsEqual("null".utf8) { return [] }
        return RecordMembers.text(of: value) ?? Array(value)
    }

    private static func line(_ fields: [[UInt8]]) -> [UInt8] {
        var line: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            line += quoted(field)
        }
        return line + [0x0D, 0x0A]
    }

    private static func quoted(_ field: [UInt8]) -> [UInt8] {
        let needsQuotes = field.contains {
            $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",") || $0 == 0x0D || $0 == 0x0A
        }
        guard needsQuotes else { return field }
        var text: [UInt8] = [UInt8(ascii: "\"")]
        for byte in field {
            if byte == UInt8(ascii: "\"") { text.append(byte) }
            text.append(byte)
        }
        return text + [UInt8(ascii: "\"")]
    }
}
