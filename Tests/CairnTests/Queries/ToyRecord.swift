import Cairn

/// A value of a record in Swift's own terms, and its JSON.
indirect enum ToyValue: Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([ToyValue])

    /// JSON in one of its spellings; no number here has more than three digits of a fraction.
    func json(_ dice: inout QueryDice) -> String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let value):
            let whole = Int(value * 1000)
            return dice.pick(["\(value)", "\(whole)e-3", "\(value)e0"])
        case .text(let value):
            let letters = value.unicodeScalars.map { scalar in
                let hex = String(scalar.value, radix: 16)
                let isEscaped = scalar.value < 0x20 || scalar == "\"" || (scalar.value < 0x80 && dice.oneIn(20))
                return isEscaped ? "\\u" + String(repeating: "0", count: 4 - hex.count) + hex : String(scalar)
            }
            return "\"" + letters.joined() + "\""
        case .list(let values): return "[" + values.map { $0.json(&dice) }.joined(separator: " , ") + "]"
        }
    }
}

/// A record as a dictionary, and as the JSON that a store would have.
struct ToyRecord {
    var id: String
    /// By path; that with a dot is in an object of its own.
    var members: [String: ToyValue]
    var json: [UInt8]

    static let fields = ["score", "name", "status", "tags", "place.city", "long"]

    init(id: String, members: [String: ToyValue], dice: inout QueryDice) {
        self.id = id
        self.members = members
        self.members["id"] = .text(id)
        var texts = [#""id":"\#(id)""#]
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            let parts = name.split(separator: ".")
            let text = value.json(&dice)
            let member = #""\#(parts[parts.count - 1])" : \#(text)"#
            texts.append(parts.count == 1 ? member : #""\#(parts[0])":{"x":[{"city":1}],\#(member)}"#)
        }
        texts.shuffle(using: &dice)
        json = Array("{\(texts.joined(separator: ","))}".utf8)
    }

    static func random(id: Int, _ dice: inout QueryDice) -> ToyRecord {
        var members: [String: ToyValue] = [:]
        for field in fields where !dice.oneIn(7) { members[field] = value(of: field, &dice) }
        return ToyRecord(id: String(id * 7919 % 100_003), members: members, dice: &dice)
    }

    static func value(of field: String, _ dice: inout QueryDice) -> ToyValue {
        if dice.oneIn(9) { return dice.pick([.null, .bool(true), .bool(false), .number(3), .text("a"), .list([])]) }
        switch field {
        case "score": return .number(Double(dice.roll(60) - 20) / 4)
        case "status": return .text(dice.pick(["active", "done", "failed"]))
        case "tags": return .list((0..<dice.roll(4)).map { _ in dice.pick([.text("x"), .text("y"), .number(1)]) })
        case "long": return .text(String(repeating: "l", count: 254 + dice.roll(4)) + dice.pick(["", "a", "ab", "b"]))
        default: return .text((0..<dice.roll(5)).map { _ in dice.pick(["a", "b", "A", "é", "\"", "\u{1}"]) }.joined())
        }
    }
}

/// What conditions mean, written a second time and over Swift's values.
enum ConditionOracle {
    static func holds(_ condition: Condition, _ record: ToyRecord) -> Bool {
        switch condition {
        case .always: true
        case .never: false
        case .not(let inner): !holds(inner, record)
        case .all(let parts): !parts.contains { !holds($0, record) }
        case .any(let parts): parts.contains { holds($0, record) }
        case .exists(let path): member(path, record) != nil
        case .compare(let path, .equal, let value): equal(member(path, record), value)
        case .compare(let path, .notEqual, let value): !equal(member(path, record), value)
        case .compare(let path, let sign, let value): ordered(member(path, record), sign, value)
        case .range(let path, let range):
            ordered(member(path, record), .greaterOrEqual, range.low)
                && ordered(member(path, record), range.isClosed ? .lessOrEqual : .less, range.high)
        case .among(let path, let values): values.contains { equal(member(path, record), $0) }
        case .prefix(let path, let prefix):
            if case .text(let text)? = member(path, record) { text.utf8.starts(with: prefix.utf8) } else { false }
        case .contains(let path, let value): contains(member(path, record), value)
        }
    }

    private static func member(_ path: FieldPath, _ record: ToyRecord) -> ToyValue? {
        record.members[path.members.joined(separator: ".")]
    }

    private static func toy(_ value: FieldValue) -> ToyValue? {
        switch value {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let value): Double(value.description).map(ToyValue.number)
        case .string(let value): .text(value)
        case .absent, .structure: nil
        }
    }

    private static func equal(_ member: ToyValue?, _ value: FieldValue) -> Bool {
        if case .text(let a)? = member, case .string(let b) = value { return Array(a.utf8) == Array(b.utf8) }
        return member != nil && member == toy(value)
    }

    private static func ordered(_ member: ToyValue?, _ sign: Condition.Comparison, _ value: FieldValue) -> Bool {
        let order: Int
        switch (member, toy(value)) {
        case (.null, .null): order = 0
        case (.bool(let a), .bool(let b)): order = a == b ? 0 : a ? 1 : -1
        case (.number(let a), .number(let b)): order = a < b ? -1 : a > b ? 1 : 0
        case (.text(let a), .text(let b)):
            let (left, right) = (Array(a.utf8), Array(b.utf8))
            order = left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
        default: return false
        }
        switch sign {
        case .less: return order < 0
        case .lessOrEqual: return order <= 0
        case .greater: return order > 0
        case .greaterOrEqual: return order >= 0
        case .equal: return order == 0
        case .notEqual: return order != 0
        }
    }

    private static func contains(_ member: ToyValue?, _ value: FieldValue) -> Bool {
        switch (member, value) {
        case (.list(let values), _): return values.contains { equal($0, value) }
        case (.text(let text), .string(let part)):
            let (whole, part) = (Array(text.utf8), Array(part.utf8))
            if part.isEmpty { return true }
            guard whole.count >= part.count else { return false }
            return (0...(whole.count - part.count)).contains { Array(whole[$0..<$0 + part.count]) == part }
        default: return false
        }
    }
}

extension QueryDice {
    /// A value that a condition on the field may name.
    mutating func literal(_ field: String) -> FieldValue {
        switch ToyRecord.value(of: field, &self) {
        case .null, .list: oneIn(3) ? .null : .integer(1)
        case .bool(let value): .bool(value)
        case .number(let value): .double(value)
        case .text(let value): .string(value)
        }
    }

    /// A condition, about as deep as this, of the fields that toy records have; canonical, as the parser makes them.
    mutating func condition(depth: Int) -> Condition {
        if depth > 0, !oneIn(3) {
            let parts = (0..<2 + roll(2)).map { _ in condition(depth: depth - 1) }
            switch roll(5) {
            case 0...1: return .all(parts)
            case 2...3: return .any(parts)
            default: return .not(parts[0])
            }
        }
        if oneIn(40) { return oneIn(2) ? .always : .never }
        let field = oneIn(12) ? "id" : pick(ToyRecord.fields + ["missing"])
        let path = FieldPath(field.split(separator: ".").map(String.init))
        switch roll(8) {
        case 0...2: return .compare(path, pick(Condition.Comparison.allCases), literal(field))
        case 3:
            let (a, b) = (literal(field), literal(field))
            guard a.rank == b.rank, a.rank >= .number else { return .compare(path, .equal, a) }
            return .range(path, Condition.ValueRange(low: min(a, b), high: max(a, b), isClosed: oneIn(2)))
        case 4:
            let id = FieldValue.string(String(roll(300) * 7919 % 100_003))
            return .among(path, (0..<roll(4)).map { _ in field == "id" ? id : literal(field) })
        case 5: return .prefix(path, pick(["", "a", "aA", "é", String(repeating: "l", count: 255 + roll(3))]))
        case 6: return .contains(path, literal(field))
        default: return .exists(path)
        }
    }
}
