import FieldKit
import Testing

/// Nothing is acknowledged before it is safe, and everything that is safe is acknowledged.
@Suite struct PutTests {
    @Test func `each record is acknowledged in order`() throws {
        let command = try Command()
        let result = try command.run(["put", command.store, "plan"], input: [#"{"id":"a"}"#, #"{"id":"b\"ö"}"#])
        #expect(result.code == 0)
        #expect(result.lines == [#"{"seq":1,"id":"a"}"#, #"{"seq":2,"id":"b\"ö"}"#])
        #expect(result.errors.isEmpty)
    }

    @Test func `a record without an id is given one, and told`() throws {
        let command = try Command()
        let result = try command.run(["put", command.store, "plan"], input: [#"{"name":"x"}"#])
        let id = try #require(result.lines.first?.split(separator: "\"").dropLast().last)
        #expect(try command.run(["get", command.store, "plan", String(id)]).text == #"{"id":"\#(id)","name":"x"}"#)
    }

    @Test func `blank lines are skipped, and the last line may lack its end`() throws {
        let command = try Command()
        let result = try command.converse(["put", command.store, "plan"]) { conversation in
            var pieces = [Array("\n  \t\r\n{\"id\":\"a\"}\r\n\n{\"id\":\"b\"}".utf8)]
            conversation.say = { pieces.isEmpty ? nil : pieces.removeFirst() }
        }
        #expect(result.code == 0)
        #expect(result.lines == [#"{"seq":1,"id":"a"}"#, #"{"seq":2,"id":"b"}"#])
    }

    @Test func `a bad line is named, and ends the reading`() throws {
        let command = try Command()
        let result = try command.run(["put", command.store, "plan"], input: [#"{"id":"a"}"#, "", "{", #"{"id":"b"}"#])
        #expect(result.code == 1)
        #expect(result.lines == [#"{"seq":1,"id":"a"}"#])
        #expect(result.errors.contains("line 3: the record cannot be stored"))
    }

    @Test func `with --keep-going the others are stored, and the exit code still tells`() throws {
        let command = try Command()
        let words = ["put", command.store, "plan", "--keep-going", "--json"]
        let result = try command.run(words, input: ["[1]", #"{"id":"a"}"#, "{", #"{"id":"b"}"#])
        #expect(result.code == 1)
        #expect(result.lines == [#"{"seq":1,"id":"a"}"#, #"{"seq":2,"id":"b"}"#])
        let errors = result.errors.split(separator: "\n")
        #expect(errors.count == 2)
        #expect(errors.allSatisfy { $0.hasPrefix(#"{"error":{"code":"invalidEntry","line":"#) })
    }

    @Test func `a slow typist is answered at once`() throws {
        let command = try Command()
        var heard = 0
        var said = 0
        let result = try command.converse(["put", command.store, "plan"]) { conversation in
            conversation.limit = 20
            // The next line is typed only after the answer to the last: if answers waited for more, this would hang.
            conversation.say = {
                if heard < said { return [] }
                if said == 3 { return nil }
                said += 1
                return Array("{\"id\":\"k\(said)\"}\n".utf8)
            }
            conversation.hear = { _ in heard += 1 }
        }
        #expect(result.code == 0)
        #expect(result.lines.count == 3)
    }

    @Test func `many records share syncs and keep their order`() throws {
        let command = try Command()
        let count = 20_000
        let result = try command.fill(count)
        #expect(result.lines == (1...count).map { #"{"seq":\#($0),"id":"r\#($0)"}"# })
        #expect(try command.run(["verify", command.store]).code == 0)
    }

    @Test(arguments: ["synced", "buffered", "buffered:5", "volatile"])
    func `every durability is there after a clean end`(level: String) throws {
        let command = try Command()
        let words = ["put", command.store, "plan", "--durability", level]
        #expect(try command.run(words, input: [#"{"id":"a"}"#]).lines.count == 1)
        #expect(try command.run(["get", command.store, "plan", "a"]).text == #"{"id":"a"}"#)
    }

    @Test func `segments are as small as asked for`() throws {
        let command = try Command()
        let lines = (0..<400).map { #"{"id":"r\#($0)","pad":"\#(String(repeating: "x", count: 1_000))"}"# }
        let words = ["put", command.store, "plan", "--segment-bytes", "65536"]
        #expect(try command.run(words, input: lines).code == 0)
        #expect(try command.segments().count >= 5)
    }

    @Test func `a store that another process writes is refused, and can be read`() throws {
        let command = try Command()
        var second: Command.Result?
        var reader: Command.Result?
        var said = false
        let result = try command.converse(["put", command.store, "plan"]) { conversation in
            conversation.say = {
                if second != nil { return nil }
                defer { said = true }
                return said ? [] : Array("{\"id\":\"a\"}\n".utf8)
            }
            conversation.hear = { _ in
                second = try? command.run(["put", command.store, "plan", "--json"], input: [#"{"id":"b"}"#])
                reader = try? command.runUntilFine(["get", command.store, "plan", "a"])
            }
        }
        #expect(result.code == 0)
        #expect(second?.code == 1 && second?.lines.isEmpty == true)
        #expect(second?.errors.hasPrefix(#"{"error":{"code":"locked""#) == true)
        #expect(reader?.text == #"{"id":"a"}"#)
    }

    @Test func `a directory on standard input is a failure, not an end`() throws {
        let command = try Command()
        let script = #"exec "$0" put "$1" plan < /"#
        let result = try command.run(with: ["sh", "-c", script, Command.program, command.store])
        #expect(result.code == 1)
        #expect(result.errors.contains("cannot read standard input"))
    }
}
