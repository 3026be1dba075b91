#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import FieldKit
import Testing

/// Ctrl-C, closed pipes, and everything else that ends a program before it thought so.
@Suite struct EndingTests {
    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a stop lets what was read be acknowledged`(signal: Int32) throws {
        let command = try Command()
        var said = false
        let result = try command.converse(with: [Command.program, "put", command.store, "plan"]) {
            child, conversation in
            conversation.limit = 20
            conversation.say = {
                defer { said = true }
                // The second line has no end yet: whoever types it is not done.
                return said ? [] : Array("{\"id\":\"a\"}\n{\"id\":\"half".utf8)
            }
            conversation.hear = { _ in child.send(signal: signal) }
        }
        #expect(result.code == 1, "input is left, so it is not done")
        #expect(result.lines == [#"{"seq":1,"id":"a"}"#])
        #expect(result.errors.contains("stopped after 1 records"))
        #expect(try command.run(["verify", command.store]).code == 0)
        #expect(try command.run(["log", command.store]).lines.count == 1)
    }

    @Test func `following ends with Ctrl-C, and that is fine`() throws {
        let command = try Command()
        try command.fill(3)
        let words = [Command.program, "log", command.store, "--follow"]
        let result = try command.converse(with: words) { child, conversation in
            conversation.limit = 20
            var heard = 0
            conversation.say = { [] }
            conversation.hear = { _ in
                heard += 1
                if heard == 3 { child.send(signal: SIGINT) }
            }
        }
        #expect(result.code == 0)
        #expect(result.lines.count == 3)
    }

    @Test func `a second Ctrl-C ends at once`() throws {
        let command = try Command()
        let input = command.folder.path + "/input"
        try TextFile.write(String(repeating: "{\"n\":1}\n", count: 50_000), to: input)
        // Nobody reads the acknowledgements: the first Ctrl-C has to wait for somebody who does.
        let script = #"exec "$0" put "$1" plan < "$2""#
        let child = try Child(["sh", "-c", script, Command.program, command.store, input])
        usleep(500_000)
        child.send(signal: SIGINT)
        #expect(child.wait(seconds: 0.5) == nil)
        child.send(signal: SIGINT)
        #expect(child.wait(seconds: 10) == .exit(128 + SIGINT))
    }

    @Test func `a reader that has enough is no error`() throws {
        let command = try Command()
        try command.fill(20_000)
        let script = #"set -o pipefail; "$0" log "$1" | head -n 1"#
        let result = try command.run(with: ["bash", "-c", script, Command.program, command.store])
        #expect(result.code == 0)
        #expect(result.lines.count == 1)
        #expect(result.errors.isEmpty)
    }

    @Test func `a follower notices that its reader went away, even when nothing new comes`() throws {
        let command = try Command()
        try command.fill(1)
        let script = #"set -o pipefail; "$0" log "$1" --follow | head -n 1"#
        let result = try command.converse(with: ["bash", "-c", script, Command.program, command.store]) {
            _, conversation in
            conversation.limit = 20
        }
        #expect(result.code == 0, "it hangs, or failed: \(result.errors)")
        #expect(result.lines.count == 1)
    }

    @Test func `acknowledgements that nobody reads are no error either`() throws {
        let command = try Command()
        let script =
            #"set -o pipefail; yes '{"n":1}' | head -n 50000 | { "$0" put "$1" plan; echo $? >&2; } | head -n 1"#
        let result = try command.run(with: ["bash", "-c", script, Command.program, command.store])
        #expect(result.lines.count == 1)
        #expect(result.errors == "0\n")
        #expect(try command.run(["verify", command.store]).code == 0)
    }

    @Test func `a full disk behind standard output is a failure`() throws {
        let command = try Command()
        try command.fill(1)
        let script = #"exec "$0" log "$1" > /dev/full"#
        let result = try command.run(with: ["bash", "-c", script, Command.program, command.store])
        #expect(result.code == 1)
        #expect(result.errors.contains("No space left"))
    }
}
