import Cairn
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

    @Test func `records that break an index are told, with the exit code of damage`() async throws {
        let command = try Self.players()
        #expect(try index(command, "add", "player", "mail", "--field", "mail.work", "--unique").code == 0)
        // The log itself writes as it is told to.
        let log = try await Log.open(command.store)
        _ = try await log.append(.record(kind: "player", json: #"{"id":"again","mail":{"work":"m7"}}"#.utf8))
        try await log.close()
        let check = try index(command, "check", "player")
        #expect(check.code == 2 && check.text.contains(#"not, 1 times; the first is "m7""#), "\(check.text)")
        #expect(try index(command, "check", "player", "--json").text.contains(#""trouble":"values"#))
        #expect(try index(command, "check", "nobody").code == 0)
    }

    @Test func `put, import and delete keep what the store's indices demand`() async throws {
        let command = try Self.players()
        #expect(try index(command, "add", "player", "mail", "--field", "mail.work", "--unique").code == 0)
        let before = try command.run(["export", command.store, "player"]).lines.sorted()
        let taken = #"{"id":"again","mail":{"work":"m7"}}"#
        let put = try command.run(["put", command.store, "player", "--json"], input: [taken])
        #expect(put.code == 1 && put.lines.isEmpty, "\(put.text)")
        #expect(
            put.errors.contains(#""code":"notUnique","line":1"#) && put.errors.contains("player again"), "\(put.errors)"
        )
        #expect(put.errors.contains("which player p7 has already"), "\(put.errors)")
        #expect(try command.run(["export", command.store, "player"]).lines.sorted() == before)
        let file = command.folder.file("input")
        try TextFile.write(
            #"{"id":"p7","mail":{"work":"new"}}"# + "\n" + taken + "\n" + taken + "\n{\"id\":\"z\"}\n", to: file)
        let stopped = try command.run(["import", command.store, "player", file])
        #expect(stopped.code == 0 && stopped.lines.first?.hasPrefix("imported 4 records") == true, "\(stopped.errors)")
        try TextFile.write(#"{"id":"y"}"# + "\n" + #"{"id":"x","mail":{"work":"m7"}}"# + "\n{\"id\":\"w\"}\n", to: file)
        let refused = try command.run(["import", command.store, "player", file])
        #expect(refused.code == 1 && refused.lines.first?.hasPrefix("imported 1 record,") == true, "\(refused.text)")
        #expect(refused.errors.contains("line 2: player x cannot have the mail \"m7\", which player again has"))
        #expect(try command.run(["get", command.store, "player", "w"]).code == 1)
        let skipped = try command.run(["import", command.store, "player", file, "--on-error", "skip", "--json"])
        #expect(skipped.lines == [#"{"imported":2,"lastSequence":37,"refused":1}"#], "\(skipped.text)")
        #expect(try index(command, "check").code == 0)
    }
}
