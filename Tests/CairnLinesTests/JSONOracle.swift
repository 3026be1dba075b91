/// JSON read slowly and plainly: characters, recursion, a tree. It shares no idea with the tape, which is its use.
indirect enum JSONOracle: Equatable {
    case object([(name: [UInt8], value: JSONOracle)])
    case array([JSONOracle])
    case string([UInt8])
    case number(String)
    case word(String)

    static func == (a: JSONOracle, b: JSONOracle) -> Bool {
        switch (a, b) {
        case (.object(let a), .object(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.name == $1.name && $0.value == $1.value }
        case (.array(let a), .array(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.word(let a), .word(let b)): a == b
        default: false
        }
    }

    /// nil if the bytes are not a JSON text.
    static func parse(_ bytes: [UInt8]) -> JSONOracle? {
        guard let string = String(validating: bytes, as: UTF8.self) else { return nil }
        var parser = Parser(rest: Array(string.unicodeScalars)[...])
        guard let value = parser.value() else { return nil }
        parser.white()
        return parser.rest.isEmpty ? value : nil
    }

    var hasDuplicates: Bool {
        switch self {
        case .object(let members):
            Set(members.map(\.name)).count < members.count || members.contains { $0.value.hasDuplicates }
        case .array(let elements): elements.contains { $0.hasDuplicates }
        default: false
        }
    }

    private struct Parser {
        var rest: ArraySlice<Unicode.Scalar>

        mutating func white() { rest = rest.drop { " \n\r\t".unicodeScalars.contains($0) } }

        mutating func take(_ text: String) -> Bool {
            guard rest.starts(with: text.unicodeScalars) else { return false }
            rest = rest.dropFirst(text.unicodeScalars.count)
            return true
        }

        mutating func value() -> JSONOracle? {
            white()
            if take("{") { return object() }
            if take("[") { return array() }
            if take("\"") { return string().map { .string($0) } }
            for word in ["true", "false", "null"] where take(word) { return .word(word) }
            return number()
        }

        private mutating func object() -> JSONOracle? {
            var members: [(name: [UInt8], value: JSONOracle)] = []
            white()
            if take("}") { return .object([]) }
            repeat {
                white()
                guard take("\""), let name = string() else { return nil }
                white()
                guard take(":"), let value = value() else { return nil }
                members.append((name, value))
                white()
            } while take(",")
            return take("}") ? .object(members) : nil
        }

        private mutating func array() -> JSONOracle? {
            var elements: [JSONOracle] = []
            white()
            if take("]") { return .array([]) }
            repeat {
                guard let value = value() else { return nil }
                elements.append(value)
                white()
            } while take(",")
            return take("]") ? .array(elements) : nil
        }

        private mutating func number() -> JSONOracle? {
            let text = String(String.UnicodeScalarView(rest.prefix { "+-.eE0123456789".unicodeScalars.contains($0) }))
            guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil else { return nil }
            rest = rest.dropFirst(text.unicodeScalars.count)
            return .number(text)
        }

        private mutating func string() -> [UInt8]? {
            var units: [UInt16] = []
            while let scalar = rest.popFirst() {
                if scalar == "\"" { return String(validating: units, as: UTF16.self).map { Array($0.utf8) } }
                guard scalar == "\\" else {
                    if scalar.value < 0x20 { return nil }
                    units.append(contentsOf: Array(String(scalar).utf16))
                    continue
                }
                guard let letter = rest.popFirst() else { return nil }
                let plain: [Unicode.Scalar: UInt16] = [
                    "\"": 34, "\\": 92, "/": 47, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
                ]
                if let unit = plain[letter] {
                    units.append(unit)
                } else {
                    let digits = String(String.UnicodeScalarView(rest.prefix(4)))
                    guard letter == "u", digits.count == 4, digits.allSatisfy(\.isHexDigit),
                        digits.utf8.count == 4, let unit = UInt16(digits, radix: 16)
                    else { return nil }
                    units.append(unit)
                    rest = rest.dropFirst(4)
                }
            }
            return nil
        }
    }
}
