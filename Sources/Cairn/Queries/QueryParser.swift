// The language, as a person may type it:
//
//     condition   = both { ("||" | "or") both }
//     both        = one { ("&&" | "and") one }
//     one         = ("!" | "not") one | "(" condition ")" | "true" | "false" | "exists" "(" path ")" | comparison
//     comparison  = path ("==" | "!=" | "<" | "<=" | ">" | ">=") value
//                 | path ["not"] "in" ("[" [value { "," value }] "]" | value ("..<" | "...") value)
//                 | path ("contains" | "startsWith") value       also path.contains(value), path.startsWith(value)
//     path        = name { "." name }                            name: a word, or anything in `back quotes`
//     value       = JSON number | "text" | 'text' | true | false | null | 2026-01-31 | 2026-01-31T23:59:59Z

extension Condition {
    /// The longest text of a condition: ten thousand ids in a list fit.
    package static let maxQueryBytes = 1024 * 1024

    /// Reads a condition from text, in the language at the head of this file.
    ///
    /// Errors: `.invalidQuery` with the column, the line and a caret; `.tooLarge` above a limit. Complexity: O(n).
    package init(parsing text: String) throws(StateError) {
        guard text.utf8.count <= Self.maxQueryBytes else {
            throw StateError(.tooLarge, "the query is longer than \(Self.maxQueryBytes) bytes")
        }
        do throws(QueryMistake) {
            var parser = try QueryParser(text)
            self = try parser.parse()
        } catch {
            throw error.error(in: text)
        }
        try check()
    }
}

/// Makes a condition of tokens, by recursion that is counted.
struct QueryParser {
    private var lexer: QueryLexer
    private var token: QueryToken
    /// How many parentheses and negations are open.
    private var depth = 0

    init(_ text: String) throws(QueryMistake) {
        lexer = QueryLexer(text)
        token = try lexer.next()
    }

    mutating func parse() throws(QueryMistake) -> Condition {
        let condition = try condition()
        guard token.kind == .end else {
            throw mistake(token.kind == .sign(")") ? "`)` closes nothing" : "expected `&&` or `||` before \(found)")
        }
        return condition
    }

    /// Fields with commas between, each with its direction.
    mutating func parseSortKeys() throws(QueryMistake) -> [SortKey] {
        var keys: [SortKey] = []
        repeat {
            let (path, method) = try path()
            guard method == nil else { throw mistake("a sort key is a field, and nothing more") }
            keys.append(SortKey(path, try direction()))
        } while try take(",")
        guard token.kind == .end else { throw mistake("expected `,`, `ascending` or `descending`, not \(found)") }
        return keys
    }

    /// A path and nothing else.
    mutating func parsePath() throws(QueryMistake) -> FieldPath {
        let (path, method) = try path()
        guard method == nil, token.kind == .end else { throw mistake("expected a field, and nothing more") }
        return path
    }

    private mutating func direction() throws(QueryMistake) -> SortKey.Direction {
        switch token.kind {
        case .word("descending"), .word("desc"):
            try advance()
            return .descending
        case .word("ascending"), .word("asc"):
            try advance()
            return .ascending
        default: return .ascending
        }
    }

    private mutating func condition() throws(QueryMistake) -> Condition {
        var parts = [try both()]
        while try take("||", .or) { parts.append(try both()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func both() throws(QueryMistake) -> Condition {
        var parts = [try one()]
        while try take("&&", .and) { parts.append(try one()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func one() throws(QueryMistake) -> Condition {
        // Each level of a condition is written with a negation and a parenthesis at most.
        guard depth < 2 * Condition.maxDepth else {
            throw mistake("a condition nests deeper than \(Condition.maxDepth); write it flatter")
        }
        depth += 1
        defer { depth -= 1 }
        if try take("!", .not) { return .not(try one()) }
        if try take("(") {
            let inner = try condition()
            try expect(")", "or `&&` or `||`")
            return inner
        }
        if try take(.yes) { return .always }
        if try take(.no) { return .never }
        if try take(.exists) {
            try expect("(", "after `exists`")
            let (path, method) = try path()
            guard method == nil else { throw mistake("`exists` asks for a member, and nothing more") }
            try expect(")", "after the member")
            return .exists(path)
        }
        return try comparison()
    }

    private mutating func comparison() throws(QueryMistake) -> Condition {
        let (path, method) = try path()
        if let method {
            try expect("(", "after `\(method.rawValue)`")
            let condition = try search(method, path)
            try expect(")", "after the value")
            return condition
        }
        for comparison in Condition.Comparison.allCases where token.kind == .sign(comparison.rawValue) {
            try advance()
            return .compare(path, comparison, try value("after `\(comparison.rawValue)`"))
        }
        if try take(.among) { return try among(path) }
        if try take(.not) {
            guard try take(.among) else { throw mistake("expected `in` after `not`, not \(found)") }
            return .not(try among(path))
        }
        if try take(.contains) { return try search(.contains, path) }
        if try take(.startsWith) { return try search(.startsWith, path) }
        throw mistake(
            "expected a comparison after `\(path)` (== != < <= > >= in contains startsWith), not \(found)")
    }

    private mutating func search(_ word: QueryWord, _ path: FieldPath) throws(QueryMistake) -> Condition {
        let place = token
        let value = try value("after `\(word.rawValue)`")
        if word == .contains { return .contains(path, value) }
        guard case .string(let text) = value else {
            throw QueryMistake(offset: place.offset, message: "`startsWith` takes a text in quotes")
        }
        return .prefix(path, text)
    }

    private mutating func among(_ path: FieldPath) throws(QueryMistake) -> Condition {
        if try take("[") {
            var values: [FieldValue] = []
            while token.kind != .sign("]") {
                values.append(try value("in the list"))
                guard try take(",") else { break }
            }
            try expect("]", "or `,` in the list")
            return .among(path, values)
        }
        let place = token
        let low = try value("or `[` after `in`")
        let isClosed = token.kind == .sign("...")
        guard isClosed || token.kind == .sign("..<") else {
            throw mistake("expected a range (18..<30, 18...30) or a list ([1, 2]) after `in`")
        }
        try advance()
        let high = try value("after the range's beginning")
        guard low.rank == high.rank, low.rank >= .number else {
            throw QueryMistake(offset: place.offset, message: "a range goes from number to number or text to text")
        }
        return .range(path, Condition.ValueRange(low: low, high: high, isClosed: isClosed))
    }

    /// The names of a path, and the `contains` or `startsWith` that is called on it.
    private mutating func path() throws(QueryMistake) -> (FieldPath, QueryWord?) {
        let place = token.offset
        var names: [String] = []
        repeat {
            switch token.kind {
            case .quoted(let name): names.append(name)
            case .word(let word):
                guard let reserved = QueryWord(rawValue: word) else {
                    names.append(word)
                    break
                }
                guard !names.isEmpty, reserved == .contains || reserved == .startsWith else {
                    throw mistake("expected a field; one named `\(word)` is written in back quotes")
                }
                try advance()
                return (FieldPath(names), reserved)
            default: throw mistake(names.isEmpty ? "expected a field, not \(found)" : "expected a name after `.`")
            }
            try advance()
        } while try take(".")
        guard names.count <= FieldPath.maxMembers else {
            throw QueryMistake(offset: place, message: "a path has at most \(FieldPath.maxMembers) names")
        }
        return (FieldPath(names), nil)
    }

    private mutating func value(_ place: String) throws(QueryMistake) -> FieldValue {
        let value: FieldValue
        switch token.kind {
        case .value(let literal): value = literal
        case .word(QueryWord.null.rawValue): value = .null
        case .word(QueryWord.yes.rawValue): value = .bool(true)
        case .word(QueryWord.no.rawValue): value = .bool(false)
        case .word(let word): throw mistake("`\(word)` is no value; text is written in quotes: \"\(word)\"")
        default: throw mistake("expected a value \(place), not \(found)")
        }
        try advance()
        return value
    }

    private mutating func advance() throws(QueryMistake) { token = try lexer.next() }

    private mutating func take(_ sign: String, _ word: QueryWord? = nil) throws(QueryMistake) -> Bool {
        guard token.kind == .sign(sign) || word.map({ token.kind == .word($0.rawValue) }) == true else { return false }
        try advance()
        return true
    }

    private mutating func take(_ word: QueryWord) throws(QueryMistake) -> Bool {
        guard token.kind == .word(word.rawValue) else { return false }
        try advance()
        return true
    }

    private mutating func expect(_ sign: String, _ place: String) throws(QueryMistake) {
        guard try take(sign) else { throw mistake("expected `\(sign)` \(place), not \(found)") }
    }

    /// The token as messages name it.
    private var found: String { token.kind == .end ? "the end" : "`\(token.text.prefix(40))`" }

    private func mistake(_ message: String) -> QueryMistake { QueryMistake(offset: token.offset, message: message) }
}
