import FieldKit
import Foundation
import Testing

/// What holds for every verb there is: the list is the program's own.
@Suite struct VerbTests {
    /// The verbs that the help of the program names.
    private static func verbs() throws -> [String] {
        let lines = try Command().run(["--help"]).lines
        let names = lines.filter { $0.hasPrefix("  ") }.compactMap { $0.split(separator: " ").first.map(String.init) }
        return names.filter { $0 != "cairn" && $0 != "echo" }
    }

    @Test func `the help names the verbs that are known, and no others`() throws {
        #expect(try Self.verbs() == UsageTests.verbs)
    }

    @Test func `every verb has a help of its own`() throws {
        let command = try Command()
        for verb in try Self.verbs() {
            let result = try command.run([verb, "--help"])
            #expect(result.code == 0 && result.errors.isEmpty, "\(verb)")
            #expect(result.text.contains("usage: cairn \(verb)"))
        }
    }

    @Test func `every verb writes JSON where JSON is asked for`() throws {
        for verb in try Self.verbs() {
            let command = try Command()
            try command.fill(5)
            let words = try #require(Self.words(verb, command), "\(verb) is not in the table of this test")
            let input = verb == "put" || verb == "import" ? [#"{"id":"x"}"#] : []
            let result = try command.run(with: words + ["--json"], input: input)
            #expect(result.code == 0 && result.errors.isEmpty, "\(verb): \(result.errors)")
            #expect(!result.lines.isEmpty, "\(verb) says nothing")
            for line in result.lines { #expect(Self.isObject(line), "\(verb): \(line)") }
        }
    }

    @Test func `every verb that looks for a store tells in JSON that there is none`() throws {
        let command = try Command()
        for verb in try Self.verbs() where !["put", "import", "completion", "demo"].contains(verb) {
            let words = try #require(Self.words(verb, command), "\(verb) is not in the table of this test")
            let result = try command.run(with: words + ["--json"])
            #expect(result.code == 1 && result.lines.isEmpty, "\(verb)")
            #expect(Self.isObject(result.errors), "\(verb): \(result.errors)")
        }
    }

    /// A command line that succeeds on a store of five plans.
    private static func words(_ verb: String, _ command: Command) -> [String]? {
        let plain = [Command.program, verb, command.store]
        switch verb {
        case "put": return plain + ["plan"]
        case "import": return plain + ["plan", "-"]
        case "get", "history": return plain + ["plan", "r1"]
        case "query", "export": return plain + ["plan"]
        case "watch": return plain + ["plan", "--from", "1", "--limit", "5"]
        case "restore": return plain + [command.folder.path + "/restored"]
        case "index": return [Command.program, verb, "add", command.store, "plan", "name"]
        case "completion": return [Command.program, verb, "bash"]
        case "delete": return plain + ["plan", "r1", "r2", "--yes"]
        case "log", "stats", "verify", "recover", "snapshot": return plain
        case "reseal", "compact": return plain + ["--yes"]
        case "demo": return ["env", "TMPDIR=\(command.folder.path)", Command.program, "demo", "--seconds", "1"]
        default: return nil
        }
    }

    private static func isObject(_ line: String) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(line.utf8))) is [String: Any]
    }
}
