/// A budget broken with a reason: `// tidy: the reason`, on the spot.
enum Excuse {
    /// The reason given in one of these comments.
    static func reason(in comments: some Sequence<String>) -> String? {
        for comment in comments where comment.mentions("tidy:") {
            if let match = comment.firstMatch(of: /tidy:\s*(\S.*)/) { return String(match.1) }
        }
        return nil
    }

    /// The comment of a line, and the comment lines right above it.
    static func comments(at line: Int, in text: SwiftText) -> [String] {
        var found = [text.comments[line]]
        var above = line - 1
        while above >= 0, isCommentOnly(above, text) {
            found.append(text.comments[above])
            above -= 1
        }
        return found
    }

    private static func isCommentOnly(_ line: Int, _ text: SwiftText) -> Bool {
        !text.comments[line].isEmpty && text.code[line].allSatisfy { $0 == " " }
    }
}
