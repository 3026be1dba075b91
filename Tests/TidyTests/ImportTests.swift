import Testing

/// Imports only ever point down.
@Suite struct ImportTests {
    private static let system: Set = ["Glibc", "Musl", "Darwin"]

    /// What each room may see. A new room is entered here, or the test fails.
    private static let allowed: [String: Set<String>] = [
        "CairnLines": ["CXXHash", "Synchronization"],
        "CairnDisk": system.union(["Synchronization"]),
        "CairnLog": ["CairnDisk", "CairnLines", "CLZ4", "CXXHash", "CCrypto", "Synchronization"],
        "Cairn": ["CairnLog", "CairnLines", "CairnDisk", "FoundationEssentials", "Synchronization"],
        "CairnPlans": ["Cairn", "FoundationEssentials"],
        "CairnActors": ["Cairn", "CCrypto", "FoundationEssentials", "Synchronization"],
        "CairnCLI": system.union([
            "Cairn", "CairnLog", "CairnLines", "CairnDisk", "FoundationEssentials", "Synchronization",
        ]),
    ]

    @Test(arguments: Project.sources) func `a room imports only from below`(file: Project.File) throws {
        let room = String(file.path.split(separator: "/")[1])
        let allowed = try #require(Self.allowed[room], "the room \(room) is not in the table of imports")
        let text = file.swift
        for (index, line) in text.code.enumerated() {
            guard let name = Self.imported(line), !allowed.contains(name) else { continue }
            // The C library is also where memchr and memcmp live; whoever wants it for that says so.
            if Self.system.contains(name), let reason = Excuse.reason(in: text.comments) {
                print("tidy: \(file.path) imports \(name), because: \(reason)")
                continue
            }
            Issue.record("\(file.path):\(index + 1): \(room) must not import \(name)")
        }
    }

    @Test func `no library imports Foundation`() {
        for file in Project.sources {
            for line in file.swift.code {
                #expect(Self.imported(line) != "Foundation", "\(file.path)")
            }
        }
    }

    private static func imported(_ line: String) -> String? {
        guard line.mentions("import") else { return nil }
        let pattern =
            /^\s*(?:@\w+\s+)*(?:public |package |internal |private |fileprivate )?import\s+(?:\w+\s+(?=\w+\.))?(\w+)/
        return line.firstMatch(of: pattern).map { String($0.1) }
    }
}
