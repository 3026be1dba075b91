internal import CairnLines

/// Cuts a query's text into tokens, one at a time.
struct QueryLexer {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    private func peek(_ ahead: Int = 0) -> UInt8 { at &+ ahead < bytes.count ? bytes[at &+ ahead] : 0 }

    /// The next token; at the end of the text again and again the end.
    mutating func next() throws(QueryMistake) -> QueryToken {
        while at < bytes.count, peek() == 0x20 || peek() &- 0x09 < 5 { at += 1 }
        let from = at
        let kind = try nextKind()
        return QueryToken(kind: kind, offset: from, text: String(decoding: bytes[from..<at], as: UTF8.self))
    }

    private mutating func nextKind() throws(QueryMistake) -> QueryToken.Kind {
        guard at < bytes.count else { return .end }
        let byte = peek()
        switch byte {
        case 0x22, 0x27: return .value(.string(try string(byte)))
        case 0x60: return .quoted(try quotedName())
        case 0x30...0x39, 0x2d: return .value(try numberOrMoment())
        default:
            if QueryWord.isFirst(byte) { return .word(word()) }
            return .sign(try sign())
        }
    }

    private mutating func word() -> String {
        let from = at
        while at < bytes.count, QueryWord.isRest(peek()) { at += 1 }
        return String(decoding: bytes[from..<at], as: UTF8.self)
    }

    /// Longer signs first, as one may begin another.
    private static let signs = [
        "...", "..<", "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ",", ".",
    ]

    private mutating func sign() throws(QueryMistake) -> String {
        for sign in Self.signs where bytes[at...].starts(with: sign.utf8) {
            at += sign.utf8.count
            return sign
        }
        switch peek() {
        case 0x3d: throw QueryMistake(offset: at, message: "equality is written `==`")
        case 0x26: throw QueryMistake(offset: at, message: "`and` is written `&&`")
        case 0x7c: throw QueryMistake(offset: at, message: "`or` is written `||`")
        default:
            let character = String(decoding: bytes[at..<at + 1], as: UTF8.self)
            throw QueryMistake(offset: at, message: "`\(character)` means nothing here")
        }
    }

    /// A name in back quotes; two of them within it are one.
    private mutating func quotedName() throws(QueryMistake) -> String {
        let from = at
        var name: [UInt8] = []
        at += 1
        while at < bytes.count {
            let byte = peek()
            at += 1
            if byte == 0x60 {
                guard peek() == 0x60 else { return String(decoding: name, as: UTF8.self) }
                at += 1
            }
            name.append(byte)
        }
        throw QueryMistake(offset: from, message: "the name has no closing back quote")
    }

    /// A string in either quote, with the escapes of JSON and `\'`.
    private mutating func string(_ quote: UInt8) throws(QueryMistake) -> String {
        let from = at
        var inside = ByteBuffer()
        at += 1
        while at < bytes.count, peek() != quote {
            if peek() == 0x5c, peek(1) == 0x27 {
                at += 1
            } else if peek() == 0x5c {
                inside.append(peek())
                at += 1
            }
            if at < bytes.count { inside.append(peek()) }
            at = min(at + 1, bytes.count)
        }
        guard at < bytes.count else { throw QueryMistake(offset: from, message: "the text has no closing quote") }
        at += 1
        var plain = ByteBuffer()
        do throws(LineError) {
            try inside.withBytes { (bytes) throws(LineError) in try JSONText.unescape(bytes, into: &plain) }
        } catch {
            throw QueryMistake(offset: from, message: "the text has an unknown escape; write `\\\\` for a backslash")
        }
        return plain.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func numberOrMoment() throws(QueryMistake) -> FieldValue {
        let from = at
        if isMoment { return try moment() }
        if peek() == 0x2d { at += 1 }
        skipDigits()
        // `18..<30` is a range, not a fraction.
        if peek() == 0x2e, peek(1) &- 0x30 < 10 {
            at += 1
            skipDigits()
        }
        if peek() | 0x20 == 0x65 {
            at += 1
            if peek() == 0x2b || peek() == 0x2d { at += 1 }
            skipDigits()
        }
        let isWhole = !QueryWord.isRest(peek())
        let number = bytes[from..<at].withUnsafeBytes { ExactNumber(json: $0) }
        guard isWhole, let number else {
            while at < bytes.count, QueryWord.isRest(peek()) { at += 1 }
            let text = String(decoding: bytes[from..<at], as: UTF8.self)
            throw QueryMistake(offset: from, message: "`\(text)` is no number; write text in quotes")
        }
        return .number(number)
    }

    private mutating func skipDigits() {
        while at < bytes.count, peek() &- 0x30 < 10 { at += 1 }
    }

    /// Four digits and a hyphen begin a date.
    private var isMoment: Bool { (0..<4).allSatisfy { peek($0) &- 0x30 < 10 } && peek(4) == 0x2d }

    /// `2026-01-01` or `2026-01-01T00:00:00Z`: the text that a record has for this moment.
    private mutating func moment() throws(QueryMistake) -> FieldValue {
        let from = at
        while at < bytes.count, isOfMoment { at += 1 }
        var text = Array(bytes[from..<at])
        if text.count == 10 { text += Array("T00:00:00Z".utf8) }
        guard let time = text.withUnsafeBytes({ Timestamp(parsing: $0) }) else {
            throw QueryMistake(offset: from, message: "a moment is written 2026-01-31 or 2026-01-31T23:59:59Z, in UTC")
        }
        return FieldValue(time)
    }

    /// The dots of a range do not belong to a fraction of a second.
    private var isOfMoment: Bool {
        switch peek() {
        case 0x2e: peek(1) &- 0x30 < 10
        case 0x3a, 0x2d, 0x2b: true
        default: QueryWord.isRest(peek())
        }
    }
}
