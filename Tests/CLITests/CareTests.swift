import FieldKit
import Testing

/// verify, recover, reseal, compact, snapshot.
@Suite struct CareTests {
    @Test func `a whole store verifies`() throws {
        let command = try Command()
        try command.fill(10)
        let people = try command.run(["verify", command.store])
        #expect(people.code == 0)
        #expect(people.text.contains("verdict        clean"))
        let json = try command.run(["verify", command.store, "--json"])
        #expect(json.code == 0 && json.lines.count == 1)
        #expect(json.text.contains(#""verdict":"clean""#) && json.text.contains(#""findings":[]"#))
    }

    @Test func `a torn tail is exit code 3, and the next opening clears it away`() throws {
        let command = try Command()
        try command.fill(10)
        let segment = try #require(try command.segments().last)
        _ = try command.run(with: ["sh", "-c", "printf '{\"sum\":\"12' >> '\(command.store)/\(segment)'"])
        #expect(try command.run(["verify", command.store]).code == 3)
        let dry = try command.run(["recover", command.store, "--dry-run"])
        #expect(dry.code == 3 && dry.text.contains("nothing was changed") && dry.text.contains("would put aside"))
        #expect(try command.run(["verify", command.store]).code == 3, "looking changed nothing")
        let strict = try command.run(["recover", command.store, "--mode", "strict", "--json"])
        #expect(strict.code == 3 && strict.errors.hasPrefix(#"{"error":{"code":"torn""#))
        #expect(try command.run(["recover", command.store]).code == 0)
        #expect(try command.run(["verify", command.store]).code == 0)
        #expect(try command.run(["log", command.store]).lines.count == 10)
    }

    @Test func `damage is exit code 2, is served around, and is given up only on request`() throws {
        let command = try Command()
        try command.fill(10)
        try rot(command, #""n":4"#, #""n":5"#)
        let verify = try command.run(["verify", command.store, "--json"])
        #expect(verify.code == 2)
        #expect(verify.text.contains(#""kind":"damage""#) && verify.text.contains(#""firstSequence":4"#))
        let put = try command.run(["put", command.store, "plan"], input: [#"{"id":"x"}"#])
        #expect(put.code == 2 && put.lines.isEmpty)
        #expect(put.errors.contains("salvage"))
        #expect(try command.run(["get", command.store, "plan", "r5"]).code == 0)
        let dry = try command.run(["recover", command.store, "--mode", "salvage", "--dry-run"])
        #expect(dry.code == 2 && dry.text.contains("would give up") && dry.text.contains(": record 4\n"))
        #expect(try !command.run(["recover", command.store, "--dry-run"]).text.contains("would give up"))
        let refused = try command.run(["recover", command.store, "--mode", "salvage"])
        #expect(refused.code == 64 && refused.errors.contains("--yes"))
        #expect(try command.run(["recover", command.store, "--mode", "salvage", "--yes"]).code == 0)
        #expect(try command.run(["put", command.store, "plan"], input: [#"{"id":"x"}"#]).code == 0)
        #expect(try command.run(["log", command.store]).lines.count == 10)
    }

    @Test func `damage in the middle hides nothing of what stands behind it`() throws {
        let command = try Command()
        try command.fill(10)
        try rot(command, #""n":4"#, #""n":5"#)
        let log = try command.run(["log", command.store])
        #expect(log.code == 2 && log.lines.count == 9)
        #expect(log.lines.last?.contains(#""id":"r10""#) == true)
        #expect(log.errors.contains("is not what was written"))
        #expect(try command.run(["log", command.store, "--from", "6"]).lines.count == 5)
        let get = try command.run(["get", command.store, "plan", "r4"])
        #expect(get.code == 2 && get.errors.contains("record 4 is damaged"))
    }

    @Test func `an edited line is accepted by reseal, and by nothing else`() throws {
        let command = try Command()
        try command.fill(10)
        #expect(try command.run(["reseal", command.store]).code == 0, "where nothing was edited nobody is asked")
        try rot(command, #""n":4"#, #""n":44"#)
        let asked = try command.run(["reseal", command.store])
        #expect(asked.code == 64)
        #expect(asked.errors.contains("1 line would be accepted"), "nobody answers for lines they have not seen")
        let dry = try command.run(["reseal", command.store, "--dry-run", "--json"])
        #expect(dry.code == 0 && dry.text.contains(#""sequence":4"#))
        #expect(try command.run(["verify", command.store]).code == 2, "looking changed nothing")
        #expect(try command.run(["reseal", command.store, "--yes"]).code == 0)
        #expect(try command.run(["verify", command.store]).code == 0)
        #expect(try command.run(["get", command.store, "plan", "r4"]).text == #"{"id":"r4","n":44}"#)
    }

    @Test func `compaction asks, then drops what is old`() throws {
        let command = try Command()
        let pad = String(repeating: "x", count: 1_000)
        let lines = (0..<1_000).map { #"{"id":"r\#($0 % 10)","n":\#($0),"pad":"\#(pad)"}"# }
        _ = try command.run(["put", command.store, "plan", "--segment-bytes", "65536"], input: lines)
        let refused = try command.run(["compact", command.store])
        #expect(refused.code == 64 && refused.errors.contains("--yes"))
        let done = try command.run(["compact", command.store, "--yes", "--json"])
        #expect(done.code == 0 && done.text.contains(#""wasCancelled":false"#))
        #expect(try command.run(["log", command.store]).lines.count < 200)
        #expect(try command.run(["get", command.store, "plan", "r3"]).text.contains(#""n":993"#))
        #expect(try command.run(["verify", command.store]).code == 0)
    }

    @Test func `compaction of all rewrites what is mostly live as well`() throws {
        let command = try Command()
        let pad = String(repeating: "x", count: 1_000)
        let lines = (0..<300).map { #"{"id":"r\#($0)","pad":"\#(pad)"}"# }
        _ = try command.run(["put", command.store, "plan", "--segment-bytes", "65536"], input: lines)
        let old = (0..<100).map { "r\($0 * 3)" }
        #expect(try command.run(["delete", command.store, "plan", "--yes"] + old).code == 0)
        let some = try command.run(["compact", command.store, "--yes", "--json"])
        #expect(some.code == 0 && some.text.contains(#""linesDropped":0"#))
        #expect(try command.run(["compact", command.store, "--yes"]).text.hasPrefix("nothing to give back"))
        let all = try command.run(["compact", command.store, "--all", "--yes", "--json"])
        #expect(all.code == 0 && !all.text.contains(#""linesDropped":0"#))
        #expect(try command.run(["log", command.store]).lines.count < 320)
        #expect(try command.run(["get", command.store, "plan", "r1"]).code == 0)
        #expect(try command.run(["get", command.store, "plan", "r3"]).code == 1)
    }

    @Test func `a lost manifest is exit code 2, leaves everything readable, and is written anew on request`() throws {
        let command = try Command()
        try command.fill(10)
        _ = try command.run(with: ["sh", "-c", "rm '\(command.store)'/MANIFEST-*"])
        #expect(try command.run(["verify", command.store]).code == 2)
        #expect(try command.run(["get", command.store, "plan", "r5"]).text == #"{"id":"r5","n":5}"#)
        #expect(try command.run(["log", command.store]).lines.count == 10)
        #expect(try command.run(["stats", command.store, "--json"]).text.contains(#""log.records":10"#))
        let put = try command.run(["put", command.store, "plan"], input: [#"{"id":"x"}"#])
        #expect(put.code == 2 && put.lines.isEmpty && put.errors.contains("--mode salvage"))
        #expect(try command.run(["recover", command.store]).code == 2)
        #expect(try command.run(["reseal", command.store, "--yes"]).code == 2)
        #expect(try command.run(["recover", command.store, "--mode", "salvage", "--yes"]).code == 0)
        #expect(try command.run(["verify", command.store]).code == 0)
        let again = try command.run(["put", command.store, "plan"], input: [#"{"id":"x"}"#])
        #expect(again.code == 0 && again.errors.isEmpty)
    }

    @Test func `a lost segment is not blamed on the manifest`() throws {
        let command = try Command()
        try command.fill(10)
        _ = try command.run(with: ["sh", "-c", "rm '\(command.store)'/seg-*"])
        let verify = try command.run(["verify", command.store])
        #expect(verify.code == 2 && verify.errors.contains("--mode salvage"), "the next step is told")
        let salvage = try command.run(["recover", command.store, "--mode", "salvage", "--yes"])
        #expect(salvage.code == 0 && salvage.text.contains("the manifest names a file that is gone"))
        #expect(!salvage.text.contains("0 B from byte 0"))
    }

    @Test func `retention keeps what it names`() throws {
        let command = try Command()
        let pad = String(repeating: "x", count: 1_000)
        let lines = (0..<1_000).map { #"{"id":"r\#($0 % 10)","n":\#($0),"pad":"\#(pad)"}"# }
        try command.fill(1)
        let words = ["compact", command.store, "--yes", "--retention", "plan=all"]
        #expect(try command.run(words).code == 0)
        _ = try command.run(["put", command.store, "plan", "--segment-bytes", "65536"], input: lines)
        #expect(try command.run(["compact", command.store, "--yes"]).code == 0, "the store remembers")
        #expect(try command.run(["log", command.store]).lines.count == 1_001)
    }

    @Test func `a snapshot is a file that others can open`() throws {
        let command = try Command()
        try command.fill(100)
        let result = try command.run(["snapshot", command.store, "--json"])
        #expect(result.code == 0 && result.text.contains(#""records":100"#))
        let people = try command.run(["snapshot", command.store])
        #expect(people.code == 0 && people.text.contains("sequence 100"))
        guard try command.run(with: ["sh", "-c", "command -v lz4cat"]).code == 0 else { return }
        let opened = try command.run(with: ["sh", "-c", "lz4cat '\(command.store)'/snap-*.lz4"])
        #expect(opened.code == 0 && opened.text.contains(#""id":"r100""#))
    }

    @Test(arguments: ["verify", "stats", "snapshot"])
    func `JSON is one object on one line`(verb: String) throws {
        let command = try Command()
        try command.fill(3)
        let result = try command.run([verb, command.store, "--json"])
        #expect(result.code == 0 && result.errors.isEmpty)
        #expect(result.lines.count == 1)
        #expect(result.text.hasPrefix("{") && result.text.hasSuffix("}"))
    }

    /// Changes a line of the newest segment behind the store's back.
    private func rot(_ command: Command, _ old: String, _ new: String) throws {
        let segment = try #require(try command.segments().last)
        let path = "\(command.store)/\(segment)"
        let text = try #require(TextFile.read(path))
        try #require(text.contains(old))
        try TextFile.write(text.replacing(old, with: new, maxReplacements: 1), to: path)
    }
}
