import FieldKit
import Testing

/// get, log, stats, delete.
@Suite struct ReadingTests {
    @Test func `a record is printed as it is now`() throws {
        let command = try Command()
        _ = try command.run(["put", command.store, "plan"], input: [#"{"id":"a","n":1.00}"#, #"{"id":"a","n":2e0}"#])
        #expect(try command.run(["get", command.store, "plan", "a"]).lines == [#"{"id":"a","n":2e0}"#])
        let framed = try command.run(["get", command.store, "plan", "a", "--json"])
        #expect(framed.lines.count == 1)
        #expect(framed.text.hasPrefix(#"{"seq":2,"timestamp":"20"#))
        #expect(framed.text.hasSuffix(#","type":"plan","id":"a","data":{"id":"a","n":2e0}}"#))
    }

    @Test func `what is not there is a failure with a name`() throws {
        let command = try Command()
        try command.fill(1)
        let plain = try command.run(["get", command.store, "plan", "nobody"])
        #expect(plain.code == 1 && plain.lines.isEmpty)
        #expect(plain.errors.contains("there is no plan with the id nobody"))
        let json = try command.run(["get", command.store, "other", "r1", "--json"])
        #expect(json.errors.hasPrefix(#"{"error":{"code":"notFound","#))
    }

    @Test(arguments: [["get", "", "plan", "a"], ["log", ""], ["stats", ""], ["verify", ""], ["recover", ""]])
    func `a store that is not there is not created by looking for it`(words: [String]) throws {
        let command = try Command()
        let result = try command.run(words.map { $0.isEmpty ? command.store : $0 } + ["--json"])
        #expect(result.code == 1)
        #expect(result.errors.hasPrefix(#"{"error":{"code":"notAStore""#), "\(result.errors)")
        #expect(try command.run(with: ["ls", command.folder.path + "/store"]).code != 0)
    }

    @Test func `removed is removed, and what was never there is named`() throws {
        let command = try Command()
        try command.fill(3)
        let result = try command.run(["delete", command.store, "plan", "r1", "nobody", "r3", "--yes", "--json"])
        #expect(result.code == 1)
        #expect(result.lines == [#"{"seq":4,"id":"r1"}"#, #"{"seq":5,"id":"r3"}"#])
        #expect(result.errors.contains("nobody"))
        #expect(try command.run(["get", command.store, "plan", "r1"]).code == 1)
        #expect(try command.run(["get", command.store, "plan", "r2"]).code == 0)
        let people = try command.run(["delete", command.store, "plan", "r2", "--yes"])
        #expect(people.lines == ["deleted plan r2 at sequence 6"])
    }

    @Test func `the log is printed as it stands, from anywhere`() throws {
        let command = try Command()
        try command.fill(5)
        _ = try command.run(["put", command.store, "spec"], input: [#"{"id":"s"}"#])
        let all = try command.run(["log", command.store]).lines
        #expect(all.count == 6)
        #expect(all.allSatisfy { $0.hasPrefix(#"{"sum":""#) && $0.hasSuffix("}") })
        #expect(try command.run(["log", command.store, "--json"]).lines == all)
        #expect(try command.run(["log", command.store, "--from", "3"]).lines == Array(all[2...]))
        #expect(try command.run(["log", command.store, "--from", "3", "--limit", "2"]).lines == Array(all[2...3]))
        #expect(try command.run(["log", command.store, "--limit", "0"]).lines.isEmpty)
        #expect(try command.run(["log", command.store, "--type", "spec"]).lines == [all[5]])
        #expect(try command.run(["log", command.store, "--from", "100"]).lines.isEmpty)
    }

    @Test func `a follower in another process sees lines as they become durable`() throws {
        let command = try Command()
        try command.fill(1)
        var followed: Command.Result?
        var said = 0
        var heard = 0
        followed = try command.converse(["log", command.store, "--follow", "--limit", "4"]) { conversation in
            conversation.limit = 30
            conversation.say = { [] }
            conversation.hear = { _ in
                heard += 1
                // Each line that is seen brings forth the next.
                guard said < 3 else { return }
                said += 1
                _ = try? command.run(["put", command.store, "plan"], input: [#"{"id":"f\#(said)"}"#])
            }
        }
        #expect(followed?.code == 0)
        #expect(followed?.lines.count == 4)
        #expect(followed?.lines.last?.contains(#""id":"f3""#) == true)
    }

    @Test func `a follower misses nothing while another process rotates and compacts`() throws {
        let command = try Command()
        try command.fill(1)
        let pad = String(repeating: "x", count: 500)
        var (steps, heard) = (0, 0)
        let followed = try command.converse(["log", command.store, "--follow", "--limit", "1201"]) { conversation in
            conversation.limit = 60
            conversation.say = { [] }
            conversation.hear = { _ in
                heard += 1
                // What one step wrote was seen whole before the next one begins.
                guard heard == 1 + steps * 400, steps < 3 else { return }
                steps += 1
                let lines = (0..<400).map { #"{"id":"r\#($0 % 20)","n":\#($0),"pad":"\#(pad)"}"# }
                // What compaction drops was seen before; the follower stands in a file that is replaced.
                _ = try? command.run(["compact", command.store, "--all", "--yes"])
                _ = try? command.run(["put", command.store, "plan", "--segment-bytes", "65536"], input: lines)
            }
        }
        #expect(followed.code == 0)
        let sequences = followed.lines.compactMap { line in
            line.split(separator: ",").dropFirst().first.flatMap { UInt64($0.dropFirst(6)) }
        }
        #expect(sequences == Array(1...1_201))
        #expect(try command.run(["log", command.store]).lines.count < 1_201, "it was compacted meanwhile")
    }

    @Test func `statistics are for people and for machines`() throws {
        let command = try Command()
        try command.fill(7)
        #expect(try command.run(["stats", command.store]).text.contains(/log\.sequence +7 +The last/))
        let json = try command.run(["stats", command.store, "--json"])
        #expect(json.lines.count == 1)
        #expect(json.text.contains(#""log.records":7"#) && json.text.contains(#""log.sequence":7"#))
    }
}
