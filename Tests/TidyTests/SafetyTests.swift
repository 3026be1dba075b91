import Testing

/// What the compiler no longer checks is checked by a person, who says why.
@Suite struct SafetyTests {
    private static let unsafe = ["@unchecked Sendable", "nonisolated(unsafe)", "unsafeBitCast"]

    @Test(arguments: Project.swift) func `what is unsafe has a reason beside it`(file: Project.File) {
        let text = file.swift
        for (index, line) in text.code.enumerated() {
            for word in Self.unsafe where line.mentions(word) {
                let reason = Excuse.comments(at: index, in: text).contains { $0.firstMatch(of: /unsafe:\s*\S/) != nil }
                #expect(reason, "\(file.path):\(index + 1): \(word) without `// unsafe: reason`")
            }
        }
    }

    @Test(arguments: Project.sources) func `nothing in the product traps on what it is given`(file: Project.File) {
        let text = file.swift
        for (index, line) in text.code.enumerated() where line.mentions("!") {
            let place: Comment = "\(file.path):\(index + 1): \(line)"
            #expect(!line.mentions("try!") && !line.mentions("as!"), place)
            // A `!` behind a name, a bracket or a call, and not the beginning of `!=`.
            #expect(line.firstMatch(of: /[\w)\]]!(?!=)/) == nil, place)
        }
    }

    @Test(arguments: Project.files) func `nothing is left for later`(file: Project.File) {
        // Put together here, so that this file does not find itself.
        for word in ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK"] {
            #expect(!file.text.mentions(word), "\(file.path): \(word)")
        }
    }
}
