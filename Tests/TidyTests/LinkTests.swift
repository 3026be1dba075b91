import Testing

/// A link in the documents leads somewhere.
@Suite struct LinkTests {
    private static let documents = Project.files.filter { $0.path.hasSuffix(".md") && !$0.path.contains(".docc/") }

    @Test(arguments: documents) func `every relative link resolves`(file: Project.File) {
        for target in Self.links(in: file.text) where !Self.isElsewhere(target) {
            let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let path = parts[0].isEmpty ? file.path : Self.resolve(String(parts[0]), from: file.path)
            #expect(Project.exists(path), "\(file.path): \(target)")
            guard parts.count > 1, let other = Project.files.first(where: { $0.path == path }) else { continue }
            #expect(Self.anchors(in: other).contains(String(parts[1])), "\(file.path): \(target)")
        }
    }

    /// The targets of `[text](target)` and `<img src="target">`, code left out.
    static func links(in text: String) -> [String] {
        let prose = text.replacing(/```[\s\S]*?```|`[^`\n]*`/, with: "")
        let inline = prose.matches(of: /\]\(\s*<?([^)\s>]+)/).map { String($0.1) }
        return inline + prose.matches(of: /src="([^"]+)"/).map { String($0.1) }
    }

    static func resolve(_ target: String, from path: String) -> String {
        var parts = target.hasPrefix("/") ? [] : path.split(separator: "/").dropLast().map(String.init)
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }

    private static func isElsewhere(_ target: String) -> Bool {
        target.firstMatch(of: /^[a-z]+:/) != nil
    }

    /// Headings, as they are turned into anchors by those who show Markdown.
    private static func anchors(in file: Project.File) -> Set<String> {
        Set(
            file.lines.compactMap { line in
                guard let heading = line.firstMatch(of: /^#{1,6}\s+(.*)$/) else { return nil }
                let kept = heading.1.lowercased().filter {
                    $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_"
                }
                return kept.replacing(" ", with: "-")
            })
    }
}
