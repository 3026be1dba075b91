/// Where functions begin and end in a Swift file.
struct FunctionLengths {
    struct Function: Equatable {
        var name: String
        /// Counted from 0.
        var line: Int
        /// From the line of its `func` to that of its last bracket.
        var lineCount: Int
    }

    private(set) var functions: [Function] = []

    init(_ text: SwiftText) {
        let code = text.code
        for (index, line) in code.enumerated() {
            guard let (name, offset) = Self.declared(in: line) else { continue }
            guard let end = Self.end(of: index, from: offset, code) else { continue }
            functions.append(Function(name: name, line: index, lineCount: end - index + 1))
        }
    }

    /// The name of the function, initialiser or computed property that begins in this line, and where it does.
    private static func declared(in line: String) -> (name: String, offset: Int)? {
        let name: Substring
        guard ["func", "init", "subscript", "var"].contains(where: line.mentions) else { return nil }
        if let match = line.firstMatch(of: /(?:^|[\s@)])func\s+([^\s(<]+|`[^`]*`)/) {
            name = match.1
        } else if let match = line.firstMatch(of: /(?:^|\s)((?:de)?init|subscript)\s*[?(<{]/) {
            name = match.1
        } else if let match = line.firstMatch(of: /(?:^|\s)var\s+(\w+)\s*:[^=]*\{\s*$/) {
            name = match.1
        } else {
            return nil
        }
        return (String(name), line.utf8.distance(from: line.startIndex, to: name.startIndex))
    }

    /// The line of the bracket that closes the body; nil where there is none, as in a protocol.
    private static func end(of start: Int, from offset: Int, _ code: [String]) -> Int? {
        var round = 0
        var curly = 0
        for index in start..<code.count {
            for letter in code[index].utf8.dropFirst(index == start ? offset : 0) {
                switch letter {
                case UInt8(ascii: "("), UInt8(ascii: "["): round += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"): round -= 1
                case UInt8(ascii: "{"): curly += 1
                case UInt8(ascii: "}"):
                    curly -= 1
                    // The bracket of the type around it: there was no body.
                    if curly < 0 { return nil }
                    if curly == 0, round <= 0 { return index }
                default: break
                }
            }
            // A head may take some lines, but another declaration is not a part of it.
            if curly == 0, index > start, round <= 0, declared(in: code[index]) != nil { return nil }
        }
        return nil
    }
}
