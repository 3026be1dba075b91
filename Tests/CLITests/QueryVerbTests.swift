#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import FieldKit
import Foundation
import Testing

/// query.
@Suite struct QueryVerbTests {
    /// Players with scores 0, 7, 14, … modulo 100, every third one active.
    private static func players(_ count: Int) throws -> Command {
        let command = try Command()
        let lines = (1...count).map { number in
            let status = number % 3 == 0 ? "active" : "idle"
            return #"{"id":"p\#(number)","name":"N\#(number % 5)","score":\#(number * 7 % 100),"status":"\#(status)"}"#
        }
        let put = try command.run(["put", command.store, "player"], input: lines)
        try #require(put.code == 0, "\(put.errors)")
        _ = try command.run(["put", command.store, "other"], input: [#"{"id":"o1","score":99,"status":"active"}"#])
        return command
    }

    private struct Player: Decodable {
        var id: String
        var name: String
        var score: Int
        var status: String
    }

    private static func rows(_ result: Command.Result) throws -> [Player] {
        try result.lines.map { try JSONDecoder().decode(Player.self, from: Data($0.utf8)) }
    }

    @Test func `what meets the condition is printed in the order asked for, and nothing else`() throws {
        let command = try Self.players(60)
        let words = ["query", command.store, "player"]
        let all = try Self.rows(command.run(words))
        #expect(all.count == 60)
        let wanted = all.filter { $0.status == "active" && $0.score >= 50 }
            .sorted { ($1.score, $0.name, $0.id) < ($0.score, $1.name, $1.id) }
        try #require(wanted.count > 3)
        let condition = ["--where", #"status == "active" && score >= 50"#]
        let sorted = try Self.rows(command.run(words + condition + ["--sort", "score:desc,name"]))
        #expect(sorted.map(\.id) == wanted.map(\.id))
        let first = try Self.rows(command.run(words + condition + ["--sort", "score:desc,name", "--limit", "3"]))
        #expect(first.map(\.id) == wanted.prefix(3).map(\.id))
        #expect(try command.run(words + condition + ["--count"]).lines == ["\(wanted.count)"])
        #expect(try command.run(words + condition + ["--count", "--json"]).lines == [#"{"count":\#(wanted.count)}"#])
        #expect(try command.run(words + ["--where", "id == 'p7'"]).lines.count == 1)
        #expect(try command.run(words + ["--limit", "0"]).lines.isEmpty)
        let nothing = try command.run(["query", command.store, "nobody"])
        #expect(nothing.code == 0 && nothing.lines.isEmpty, "no rows are no failure")
    }

    @Test func `the bytes are those that were stored`() throws {
        let command = try Command()
        let line = #"{"id":"a","n":1.00,"big":123456789012345678901234567890,"t":"é\u0007"}"#
        _ = try command.run(["put", command.store, "t"], input: [line])
        #expect(try command.run(["query", command.store, "t", "--sort", "n"]).lines == [line])
    }

    @Test func `more rows than are kept for sorting come in order all the same`() throws {
        let command = try Command()
        let count = 20_000
        let lines = (0..<count).map { #"{"id":"r\#($0)","n":\#(($0 * 7_919) % count)}"# }
        try #require(try command.run(["put", command.store, "t"], input: lines).code == 0)
        let result = try command.run(["query", command.store, "t", "--sort", "n"])
        #expect(result.code == 0)
        let numbers = result.lines.compactMap { JSONGlance.number("n", in: $0.utf8) }
        #expect(numbers == (0..<UInt64(count)).map { $0 })
    }

    @Test func `the plan is explained`() throws {
        let command = try Self.players(9)
        let words = ["query", command.store, "player", "--explain", "--sort", "score:desc", "--limit", "2"]
        let plan = try command.run(words + ["--where", "score > 5"]).text
        #expect(plan.hasPrefix("scan: every record\ncheck: score > 5\norder: score descending"), "\(plan)")
        #expect(plan.contains("sorted, 2 rows kept"))
        #expect(try command.run(words + ["--where", "id == 'p1'"]).text.hasPrefix("primary: id p1"))
        #expect(try command.run(words + ["--json"]).lines.first?.hasPrefix(#"{"plan":"scan"#) == true)
    }

    @Test func `a table is for people`() throws {
        let command = try Command()
        let lines = [
            #"{"id":"a","n":5,"name":"Anna"}"#, #"{"id":"b","n":1234,"more":{"x":[1]},"name":"esc\u001b[31m"}"#,
        ]
        _ = try command.run(["put", command.store, "t"], input: lines)
        let table = try command.run(["query", command.store, "t", "--sort", "n", "--table"])
        #expect(
            table.lines == [
                "id     n  name           more", "a      5  Anna", #"b   1234  esc\u001b[31m  {"x":[1]}"#,
            ], "\(table.text)")
        let empty = try command.run(["query", command.store, "t", "--where", "n > 9999", "--table"])
        #expect(empty.code == 0 && empty.lines.isEmpty)
    }

    @Test func `a long query ends with Ctrl-C, and says that it is not all`() throws {
        let command = try Command()
        let pad = String(repeating: "x", count: 200)
        let lines = (0..<40_000).map { #"{"id":"r\#($0)","n":\#(($0 * 7_919) % 40_000),"pad":"\#(pad)"}"# }
        try #require(try command.run(["put", command.store, "t"], input: lines).code == 0)
        let words = [Command.program, "query", command.store, "t", "--where", "n >= 0"]
        var heard = 0
        let stopped = try command.converse(with: words) { child, conversation in
            conversation.hear = { _ in
                heard += 1
                if heard == 1 { child.send(signal: SIGINT) }
            }
        }
        #expect(stopped.code == 1 && heard < 40_000, "it was not done, and says so: \(stopped.errors)")
        #expect(stopped.errors.contains("interrupted"))
    }
}
