import FieldKit
import Testing

/// What a person at a terminal sees and is asked.
@Suite struct TerminalTests {
    @Test func `long work shows how far it is, how fast, and how long it will take`() throws {
        let command = try Command()
        let input = command.folder.file("input")
        let pad = String(repeating: "x", count: 900)
        try TextFile.write((0..<60_000).map { #"{"id":"r\#($0)","pad":"\#(pad)"}"# + "\n" }.joined(), to: input)
        let words = Command.quoted([Command.program, "put", command.store, "plan", "--segment-bytes", "1048576"])
        let redirected = " < \(Command.quoted([input])) > \(Command.quoted([command.folder.file("output")]))"
        let put = try command.runAtTerminal(words + redirected)
        #expect(put.code == 0)
        // `writing [####····]  63 %  120 MB/s  0:04 left`
        #expect(put.text.contains(/\w+ \[#*·*\] +\d+ %  [0-9.]+ [kMG]?B\/s  \d+:\d\d left/), "\(put.text)")
        #expect(put.text.hasSuffix("\r\u{1B}[K"), "the bar is taken away in the end")
        let quiet = try command.runAtTerminal(words + " --quiet" + redirected)
        #expect(quiet.code == 0 && quiet.text.isEmpty)
        let verify = try command.runAtTerminal(Command.quoted([Command.program, "verify", command.store]))
        #expect(verify.code == 0)
        #expect(verify.text.contains(/\w+ \[#*·*\] +\d+ %/), "\(verify.text)")
        #expect(!(try command.run(["verify", command.store])).errors.contains("["), "no bar in a file")
    }

    /// The verbs that take something away, and what tells whether they did.
    private static let destructive: [[String]] = [
        ["delete", "plan", "r1"], ["compact"], ["reseal"], ["recover", "--mode", "salvage"],
    ]

    @Test(arguments: destructive) func `without a terminal a destructive verb wants --yes`(words: [String]) throws {
        let command = try Command()
        try rotten(command, for: words)
        let before = try picture(command)
        let refused = try command.run(line(command, words))
        #expect(refused.code == 64 && refused.lines.isEmpty)
        #expect(refused.errors.contains("--yes"))
        #expect(try picture(command) == before)
        #expect(try command.run(line(command, words) + ["--yes"]).code == 0)
        #expect(try picture(command) != before)
    }

    @Test(arguments: destructive, ["n\n", "\n", "yesterday\n", ""])
    func `whoever does not say yes changes nothing`(words: [String], answer: String) throws {
        let command = try Command()
        try rotten(command, for: words)
        let before = try picture(command)
        let result = try ask(command, words, answer)
        #expect(result.code == 1)
        #expect(result.text.contains("go on?") && result.text.contains("[y/N]"))
        #expect(result.text.contains("nothing was changed"))
        #expect(try picture(command) == before)
    }

    @Test(arguments: destructive, ["y\n", "YES\n"])
    func `whoever says yes is obeyed`(words: [String], answer: String) throws {
        let command = try Command()
        try rotten(command, for: words)
        let before = try picture(command)
        let result = try ask(command, words, answer)
        #expect(result.code == 0, "\(result.text)")
        #expect(result.text.contains("[y/N]"))
        #expect(try picture(command) != before)
    }

    private func line(_ command: Command, _ words: [String]) -> [String] {
        [words[0], command.store] + words.dropFirst()
    }

    private func ask(_ command: Command, _ words: [String], _ answer: String) throws -> Command.Result {
        try command.runAtTerminal(Command.quoted([Command.program] + line(command, words)), typing: answer)
    }

    /// Every byte of the store, except for who wrote last.
    private func picture(_ command: Command) throws -> [String] {
        let script = "cd '\(command.store)' && find . -type f ! -name LOCK -exec cksum {} + | sort"
        return try command.run(with: ["sh", "-c", script]).lines
    }

    /// A store with something to do for the verb: old versions in several segments, or a line that was edited.
    private func rotten(_ command: Command, for words: [String]) throws {
        let pad = String(repeating: "x", count: 1_000)
        let lines = (0..<200).map { #"{"id":"r\#($0 % 10)","n":\#($0),"pad":"\#(pad)"}"# }
        let put = try command.run(["put", command.store, "plan", "--segment-bytes", "65536"], input: lines)
        try #require(put.code == 0)
        guard words[0] == "reseal" || words[0] == "recover" else { return }
        let path = "\(command.store)/\(try #require(try command.segments().first))"
        let text = try #require(TextFile.read(path))
        try #require(text.contains(#""n":4,"#))
        try TextFile.write(text.replacing(#""n":4,"#, with: #""n":5,"#, maxReplacements: 1), to: path)
    }
}
