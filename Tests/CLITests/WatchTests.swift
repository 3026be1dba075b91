#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import FieldKit
import Testing

/// watch.
@Suite struct WatchTests {
    @Test func `changes are told as they come from another process, until Ctrl-C`() throws {
        let command = try Command()
        try command.fill(2)
        let words = [Command.program, "watch", command.store, "plan", "--from", "2"]
        var heard = 0
        let result = try command.converse(with: words) { child, conversation in
            conversation.limit = 30
            conversation.say = { [] }
            conversation.hear = { _ in
                heard += 1
                switch heard {
                case 1:
                    _ = try? command.run(["put", command.store, "other"], input: [#"{"id":"unheard"}"#])
                    _ = try? command.run(["put", command.store, "plan"], input: [#"{"id":"r9","n":9}"#])
                case 2: _ = try? command.run(["delete", command.store, "plan", "r1", "--yes"])
                default: child.send(signal: SIGINT)
                }
            }
        }
        #expect(result.code == 0, "\(result.errors)")
        try #require(result.lines.count == 3)
        #expect(result.lines[0].hasPrefix(#"{"seq":2,"timestamp":"20"#))
        #expect(result.lines[0].hasSuffix(#""type":"plan","id":"r2","change":"written","data":{"id":"r2","n":2}}"#))
        #expect(result.lines[1].hasSuffix(#""id":"r9","change":"written","data":{"id":"r9","n":9}}"#))
        #expect(result.lines[2].hasPrefix(#"{"seq":5,"#))
        #expect(result.lines[2].hasSuffix(#""id":"r1","change":"removed"}"#))
    }

    @Test func `without --from only what is new is told`() throws {
        let command = try Command()
        try command.fill(3)
        var said = 0
        let result = try command.converse(["watch", command.store, "--limit", "1"]) { conversation in
            conversation.limit = 30
            conversation.say = { [] }
            // It may not listen yet: what is written before it does is not new.
            conversation.look = {
                said += 1
                _ = try? command.run(["put", command.store, "plan"], input: [#"{"id":"new\#(said)"}"#])
            }
        }
        #expect(result.code == 0 && result.lines.count == 1)
        #expect(result.text.contains(#""id":"new"#), "\(result.text)")
    }

    @Test func `it ends when nobody reads any more`() throws {
        let command = try Command()
        try command.fill(3)
        let script = #""$0" watch "$1" --from 1 | head -n 2"#
        let result = try command.run(with: ["sh", "-c", script, Command.program, command.store])
        #expect(result.code == 0 && result.lines.count == 2)
    }
}
