import CairnLines

/// Grows random JSON texts, valid ones, in all the ways in which they may be written.
struct JSONGarden {
    var dice: Dice
    /// Whether names of one object may repeat.
    var repeatsNames = false
    /// Whether to put white space between tokens.
    var isAiry = true

    init(seed: UInt64) { dice = Dice(seed: seed) }

    mutating func value(_ depth: Int = 5) -> String {
        switch dice.roll(depth > 0 ? 8 : 6) {
        case 0: ["true", "false", "null"][dice.roll(3)]
        case 1, 2: number()
        case 3, 4, 5: string()
        case 6: array(depth)
        default: object(depth)
        }
    }

    mutating func object(_ depth: Int) -> String {
        let count = dice.roll(12) == 0 ? dice.roll(40) : dice.roll(6)
        var members: [String] = []
        for index in 0..<count {
            let name = repeatsNames && dice.roll(9) == 0 ? "\"same\"" : String(string().dropLast()) + "\(index)\""
            members.append(white() + name + white() + ":" + white() + value(depth - 1) + white())
        }
        return "{" + (members.isEmpty ? white() : members.joined(separator: ",")) + "}"
    }

    private mutating func array(_ depth: Int) -> String {
        let elements = (0..<dice.roll(6)).map { _ in white() + value(depth - 1) + white() }
        return "[" + (elements.isEmpty ? white() : elements.joined(separator: ",")) + "]"
    }

    mutating func white() -> String {
        guard isAiry, dice.roll(3) == 0 else { return "" }
        return String((0..<dice.roll(4)).map { _ in [" ", "\t", "\n", "\r"][dice.roll(4)] }.joined())
    }

    mutating func number() -> String {
        [
            "0", "-0", "7", "-12", "1e400", "1E-400", "0.1", "1.50", "12345678901234567890123", "-0.0e+0", "3.25E7",
            "\(dice.next())", "\(Double(bitPattern: dice.next() & 0x7fef_ffff_ffff_ffff))",
        ][dice.roll(13)]
    }

    mutating func string() -> String {
        let pieces = [
            "a", "id", "plan", "é", "€", "𝄞", "\u{fffd}", "\u{7f}", "\\\"", "\\\\", "\\/", "\\n", "\\b\\f\\r\\t",
            "\\u0000", "\\u00e9", "\\uD834\\udd1e", "\\u20AC", "{", "}", "[", "]", ",", ":", " ",
            "longer than eight bytes",
        ]
        return "\"" + (0..<dice.roll(6)).map { _ in pieces[dice.roll(pieces.count)] }.joined() + "\""
    }

    /// One byte changed, taken out or put in.
    mutating func damaged(_ text: [UInt8]) -> [UInt8] {
        var text = text
        let marks = bytes("{}[]\",:\\ 0-.eEtrufalsn\u{1}\0") + [0x80, 0xc3, 0xed, 0xf0, 0xff]
        let at = dice.roll(max(text.count, 1))
        switch dice.roll(3) {
        case 0 where !text.isEmpty: text.remove(at: at)
        case 1 where !text.isEmpty: text[at] = marks[dice.roll(marks.count)]
        default: text.insert(marks[dice.roll(marks.count)], at: at)
        }
        return text
    }
}

/// A tree from a tape, to be compared with the oracle's.
func tree(_ tape: borrowing JSONTape, _ place: Int, _ bytes: UnsafeRawBufferPointer) -> JSONOracle {
    let range = tape.range(place)
    switch tape.kind(place) {
    case .object:
        var members: [(name: [UInt8], value: JSONOracle)] = []
        var at = place + 2
        while at < tape.after(place) {
            members.append((decoded(bytes, tape.inside(at)), tree(tape, at + 1, bytes)))
            at = tape.after(at + 1)
        }
        return tape.children(place) == members.count ? .object(members) : .word("a wrong count")
    case .array:
        var elements: [JSONOracle] = []
        var at = place + 2
        while at < tape.after(place) {
            elements.append(tree(tape, at, bytes))
            at = tape.after(at)
        }
        return tape.children(place) == elements.count ? .array(elements) : .word("a wrong count")
    case .string:
        let hasBackslash = bytes[range].contains(0x5c)
        return tape.isEscaped(place) == hasBackslash
            ? .string(decoded(bytes, tape.inside(place))) : .word("a wrong mark")
    case .number: return .number(String(decoding: bytes[range], as: UTF8.self))
    case .true, .false, .null: return .word(String(decoding: bytes[range], as: UTF8.self))
    }
}

func decoded(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> [UInt8] {
    var buffer = ByteBuffer()
    do { try JSONText.unescape(UnsafeRawBufferPointer(rebasing: bytes[range]), into: &buffer) } catch { return [] }
    return buffer.withBytes { Array($0) }
}

/// The code that refuses a text, nil if it is accepted.
func refusal(_ text: [UInt8]) -> LineError.Code? {
    var tape = JSONTape()
    do {
        try text.withUnsafeBufferPointer { (bytes) throws(LineError) in try tape.scan(UnsafeRawBufferPointer(bytes)) }
        return nil
    } catch {
        return error.code
    }
}
