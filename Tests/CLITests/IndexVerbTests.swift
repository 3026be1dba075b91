import FieldKit
import Testing

/// index.
@Suite struct IndexVerbTests {
    private static func players() throws -> Command {
        let command = try Command()
        let lines = (1...30).map { #"{"id":"p\#($0)","mail":{"work":"m\#($0)"},"score":\#($0 % 7)}"# }
        try #require(try command.run(["put", command.store, "player"], input: lines).code == 0)
        return command
    }

    private func index(_ command: Command, _ action: String, _ words: String...) throws -> Command.Result {
        try command.run(["index", action, command.store] + words)
    }

    @Test func `what is added is listed, checked and dropped`() throws {
        let command = try Self.players()
        #expect(try index(command, "list").lines == ["TYPE  NAME  SORT  FIELD  BY"])
        let added = try index(command, "add", "player", "mail", "--field", "mail.work", "--unique", "--json")
        #expect(added.code == 0 && added.text.contains(#""records":30"#), "\(added.text) \(added.errors)")
        #expect(
            try index(command, "add", "player", "score").text.contains("added score (ordered) to player: 30 records"))
        let listed = try index(command, "list", "player", "--json").lines
        #expect(listed.count == 2 && listed[0].contains(#""field":["mail","work"]"#), "\(listed)")
        #expect(listed[1].contains(#""name":"score""#) && listed[1].contains(#""added":true"#), "\(listed)")
        let check = try index(command, "check")
        #expect(check.code == 0 && check.lines.count == 2, "\(check.text) \(check.errors)")
        #expect(try index(command, "drop", "player", "score").code == 0)
        #expect(try index(command, "list").lines.count == 2)
    }

    @Test func `what cannot be is refused, and nothing is changed`() throws {
        let command = try Self.players()
        let shared = try index(command, "add", "player", "score", "--unique")
        #expect(shared.code == 1 && shared.errors.contains("values that should be unique are not, 23 times"))
        #expect(try index(command, "drop", "player", "score").code == 1)
        #expect(try index(command, "add", "player", "a", "--field", "a..b").code != 0)
        #expect(try index(command, "add", "player", "score").code == 0)
        #expect(try index(command, "add", "player", "score").errors.contains("has the index score (ordered) already"))
        #expect(try command.run(["index", "add", command.store + "-none", "t", "n"]).code == 1)
        for words in [
            ["ad", "s"], ["add", "s"], ["add", "s", "t"], ["add", "s", "t", "n", "--unique", "--time"],
            ["list", "s", "t", "n"], ["drop", "s", "t", "n", "--unique"], ["check", "s", "--field", "x"], ["add"],
        ] {
            #expect(try command.run(["index"] + words).code == 64, "\(words)")
        }
        #expect(try index(command, "list").lines.count == 2)
    }

    @Test func `records that break an index are told, with the exit code of damage`() throws {
        let command = try Self.players()
        #expect(try index(command, "add", "player", "mail", "--field", "mail.work", "--unique").code == 0)
        // The command line writes as it is told to.
        _ = try command.run(["put", command.store, "player"], input: [#"{"id":"again","mail":{"work":"m7"}}"#])
        let check = try index(command, "check", "player")
        #expect(check.code == 2 && check.text.contains(#"not, 1 times; the first is "m7""#), "\(check.text)")
        #expect(try index(command, "check", "player", "--json").text.contains(#""trouble":"values"#))
        #expect(try index(command, "check", "nobody").code == 0)
    }
}
