import Testing

/// The project looks as it was meant to, and speaks of nothing but itself.
@Suite struct HouseTests {
    private static let topLevel: Set = [
        "Package.swift", "Sources", "Tests", "Benchmarks", "testdata", "Docs", "README.md", "LICENSE", "Makefile",
        ".swift-format", ".ci", ".gitignore",
    ]
    /// Made by tools, and ignored by git.
    private static let generated: Set = [".git", ".build", ".swiftpm"]

    @Test func `the top level holds what it should and nothing else`() throws {
        let names = try Project.topLevel()
        for name in names where !Self.generated.contains(name) {
            #expect(Self.topLevel.contains(name), "\(name) does not belong at the top")
        }
    }

    /// Places and words of the workshop, put together from harmless pieces so that this file does not find itself.
    private static let foreign = [
        "/wo" + "rk/", "/opt/sw" + "ift", "/ho" + "me/", "/Us" + "ers/", "house" + ".md", "evidence" + ".md",
        "brief" + ".md", "sub" + "agent", "issues" + " show",
    ]

    @Test(arguments: Project.files) func `the text knows nothing of where it was written`(file: Project.File) {
        for word in Self.foreign {
            #expect(!file.text.mentions(word), "\(file.path): \(word)")
        }
        guard file.text.mentions("ssue") else { return }
        #expect(file.text.firstMatch(of: /(?i)\bissue #?[0-9]/) == nil, "\(file.path) names an issue by its number")
    }

    private static let emptyNames = ["Util", "Helper", "Common", "Base", "Impl", "Manager", "Misc"]

    @Test(arguments: Project.swift) func `a file is named for what it holds`(file: Project.File) {
        let name = file.path.split(separator: "/").last.map(String.init) ?? ""
        for word in Self.emptyNames where !name.hasPrefix("StateManager") {
            #expect(!name.contains(word), "\(file.path) could hold anything")
        }
    }
}
