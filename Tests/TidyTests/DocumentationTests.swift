import Testing

/// What users see is explained.
@Suite struct DocumentationTests {
    /// Witnesses of the standard library's protocols: their meaning is written there.
    private static func isWitness(_ line: String) -> Bool {
        let names = /var (description|debugDescription|hashValue)\b|typealias (Element|AsyncIterator|Failure)\b/
        let functions = /func (==|<|hash\(into|encode\(to|makeAsyncIterator|next\b)|init\(from decoder/
        return line.firstMatch(of: names) != nil || line.firstMatch(of: functions) != nil
    }

    @Test(arguments: Project.sources) func `every public declaration has a doc comment`(file: Project.File) {
        let text = file.swift
        for (index, line) in text.code.enumerated() where Self.isPublic(line) {
            if Self.isWitness(line) { continue }
            if !Self.isDocumented(index, text) { Issue.record("\(file.path):\(index + 1): \(line)") }
        }
    }

    private static func isPublic(_ line: String) -> Bool {
        guard line.mentions("public") else { return false }
        let pattern = /^\s*(?:@\w+(?:\([^)]*\))?\s+)*public\s+(?!import|extension)/
        return line.firstMatch(of: pattern) != nil
    }

    private static func isDocumented(_ line: Int, _ text: SwiftText) -> Bool {
        var above = line - 1
        // Attributes stand between a declaration and its comment.
        while above >= 0, text.code[above].firstMatch(of: /^\s*@\w+[^{}]*$/) != nil { above -= 1 }
        return above >= 0 && text.comments[above].hasPrefix("///")
    }
}
