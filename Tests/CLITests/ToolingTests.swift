import FieldKit
import Foundation
import Testing

/// What other tools read: a scraper, and shells.
@Suite struct ToolingTests {
    @Test func `a scraper finds each sample with its help and its type`() throws {
        let command = try Command()
        try command.fill(7)
        let result = try command.run(["stats", command.store, "--prometheus"])
        #expect(result.code == 0)
        let sample = try Regex(#"^(cairn_[a-z_]+)\{store="[^"\n]*"\} (-?[0-9.]+)$"#)
        var values: [String: String] = [:]
        for index in stride(from: 0, to: result.lines.count, by: 3) {
            let lines = Array(result.lines[index..<min(index + 3, result.lines.count)])
            try #require(lines.count == 3)
            let found = try #require(try sample.wholeMatch(in: lines[2]), "\(lines[2])")
            let name = String(found[1].substring ?? "")
            #expect(lines[0].hasPrefix("# HELP \(name) "))
            #expect(lines[1] == "# TYPE \(name) gauge")
            #expect(values.updateValue(String(found[2].substring ?? ""), forKey: name) == nil, "a name comes once")
        }
        #expect(values["cairn_records"] == "7" && values["cairn_last_sequence"] == "7")
        #expect(values["cairn_segments"] == "1")
    }

    /// What bash would offer for the last of these words.
    private static func offered(_ words: [String], _ command: Command) throws -> [String] {
        let script = """
            source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _cairn
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let file = command.folder.file("completion")
        try TextFile.write(try command.run(["completion", "bash"]).text + "\n", to: file)
        return try command.run(with: ["bash", "-c", script, "bash", file] + words).lines.filter { !$0.isEmpty }.sorted()
    }

    @Test func `bash completes verbs, options and their values`() throws {
        let command = try Command()
        #expect(try Self.offered(["cairn", "re"], command) == ["recover", "reseal", "restore"])
        #expect(try Self.offered(["cairn", "help", "que"], command) == ["query"])
        #expect(try Self.offered(["cairn", ""], command).count == UsageTests.verbs.count + 3)
        #expect(try Self.offered(["cairn", "query", "store", "--co"], command) == ["--count"])
        #expect(try Self.offered(["cairn", "import", "s", "t", "f", "--on-error", "s"], command) == ["skip", "stop"])
        #expect(try Self.offered(["cairn", "recover", "s", "--mode", "sal"], command) == ["salvage"])
        #expect(try Self.offered(["cairn", "query", "s", "t", "--limit", ""], command).isEmpty, "a number is free")
        #expect(try Self.offered(["cairn", "completion", "z"], command) == ["zsh"])
        let folder = command.folder.path
        #expect(try Self.offered(["cairn", "stats", folder + "/comp"], command) == [folder + "/completion"])
    }

    /// Shells that are not installed are judged by what the text has in it.
    @Test(arguments: ["bash", "zsh", "fish"]) func `a script names every verb and option`(shell: String) throws {
        let command = try Command()
        let script = try command.run(["completion", shell])
        #expect(script.code == 0)
        for verb in UsageTests.verbs {
            #expect(script.text.contains(try Regex("\\b\(verb)\\b")), "\(verb)")
            let help = try command.run([verb, "--help"]).text
            for option in help.matches(of: /(?m)^  --([a-z-]+)/).map({ String($0.1) }) {
                #expect(script.text.contains(shell == "fish" ? " -l \(option) " : "--\(option)"), "\(verb) \(option)")
            }
        }
        #expect(!script.text.contains("demo-writer"), "hidden verbs stay hidden")
        if shell == "fish" {
            for line in script.lines { #expect(line.hasPrefix("#") || line.hasPrefix("complete -c cairn ")) }
        }
        guard try command.run(with: ["sh", "-c", "command -v \(shell)"]).code == 0 else { return }
        let file = command.folder.file(shell)
        try TextFile.write(script.text + "\n", to: file)
        let check = try command.run(with: [shell, "-n", file])
        #expect(check.code == 0, "\(check.errors)")
    }
}
