/// A Swift file taken apart into code and comments, line by line: what stands in a string or a comment is no code, and
/// must not count as such. A scanner of brackets, not a parser; regular expression literals are not known to it.
struct SwiftText: Sendable {
    /// The code of each line; strings and comments are blanks in it.
    private(set) var code: [String] = []
    /// The comment of each line, slashes included; empty where there is none.
    private(set) var comments: [String] = []

    private enum Mode: Sendable {
        /// Code; inside an interpolation, the brackets that are open in it.
        case code(brackets: Int?)
        case string(hashes: Int, isLong: Bool)
        case lineComment
        case blockComment(depth: Int)
    }

    private let bytes: [UInt8]
    private var at = 0
    private var modes: [Mode] = [.code(brackets: nil)]
    private var codeLine: [UInt8] = []
    private var commentLine: [UInt8] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
        while at < bytes.count { step() }
        endLine()
    }

    private mutating func step() {
        if bytes[at] == UInt8(ascii: "\n") {
            if case .lineComment = modes.last { modes.removeLast() }
            // A short string cannot go on: whatever was misread ends here.
            if case .string(_, false) = modes.last { modes.removeLast() }
            endLine()
            at += 1
            return
        }
        switch modes.last {
        case .string(let hashes, let isLong): stepInString(hashes, isLong)
        case .lineComment: takeComment(1)
        case .blockComment(let depth): stepInBlockComment(depth)
        case .code(let brackets): stepInCode(brackets)
        case nil: at += 1
        }
    }

    private mutating func stepInCode(_ brackets: Int?) {
        if starts("//") {
            modes.append(.lineComment)
            return takeComment(2)
        }
        if starts("/*") {
            modes.append(.blockComment(depth: 1))
            return takeComment(2)
        }
        if let (length, mode) = openingQuote() {
            modes.append(mode)
            return blank(length)
        }
        if let brackets {
            if bytes[at] == UInt8(ascii: "(") { modes[modes.count - 1] = .code(brackets: brackets + 1) }
            if bytes[at] == UInt8(ascii: ")") {
                if brackets == 0 {
                    modes.removeLast()
                    return blank(1)
                }
                modes[modes.count - 1] = .code(brackets: brackets - 1)
            }
        }
        codeLine.append(bytes[at])
        at += 1
    }

    private mutating func stepInString(_ hashes: Int, _ isLong: Bool) {
        let mark = String(repeating: "#", count: hashes)
        if starts("\\" + mark + "(") {
            modes.append(.code(brackets: 0))
            return blank(2 + hashes)
        }
        if starts("\\" + mark) { return blank(min(2 + hashes, bytes.count - at)) }
        let end = (isLong ? "\"\"\"" : "\"") + mark
        if starts(end) {
            modes.removeLast()
            return blank(end.utf8.count)
        }
        blank(1)
    }

    private mutating func stepInBlockComment(_ depth: Int) {
        if starts("/*") {
            modes[modes.count - 1] = .blockComment(depth: depth + 1)
            return takeComment(2)
        }
        if starts("*/") {
            if depth == 1 { modes.removeLast() } else { modes[modes.count - 1] = .blockComment(depth: depth - 1) }
            return takeComment(2)
        }
        takeComment(1)
    }

    private func openingQuote() -> (Int, Mode)? {
        var hashes = 0
        while at + hashes < bytes.count, bytes[at + hashes] == UInt8(ascii: "#") { hashes += 1 }
        let mark = String(repeating: "#", count: hashes)
        if starts(mark + "\"\"\"") { return (hashes + 3, .string(hashes: hashes, isLong: true)) }
        if starts(mark + "\"") { return (hashes + 1, .string(hashes: hashes, isLong: false)) }
        return nil
    }

    private func starts(_ text: String) -> Bool {
        let wanted = text.utf8
        return at + wanted.count <= bytes.count && bytes[at..<at + wanted.count].elementsEqual(wanted)
    }

    private mutating func takeComment(_ count: Int) {
        for _ in 0..<count where at < bytes.count {
            commentLine.append(bytes[at])
            codeLine.append(UInt8(ascii: " "))
            at += 1
        }
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<count where at < bytes.count && bytes[at] != UInt8(ascii: "\n") {
            codeLine.append(UInt8(ascii: " "))
            at += 1
        }
    }

    private mutating func endLine() {
        code.append(String(decoding: codeLine, as: UTF8.self))
        comments.append(String(decoding: commentLine, as: UTF8.self))
        codeLine = []
        commentLine = []
    }
}
