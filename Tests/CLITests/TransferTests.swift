#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import FieldKit
import Foundation
import Testing

/// import, export.
@Suite struct TransferTests {
    @Test func `what is exported can be imported, byte for byte`() throws {
        let command = try Command()
        let lines = (0..<3_000).map { #"{"id":"r\#($0)","n":\#($0).50,"t":"é \"quoted\" \\u0001"}"# }
        #expect(try command.run(["put", command.store, "plan"], input: lines).code == 0)
        _ = try command.run(["put", command.store, "other"], input: [#"{"id":"o"}"#])
        let exported = try command.run(["export", command.store, "plan"])
        #expect(exported.code == 0 && Set(exported.lines) == Set(lines))
        let other = command.folder.path + "/other"
        let pipe = #""$0" export "$1" plan | "$0" import "$2" plan -"#
        let moved = try command.run(with: ["sh", "-c", pipe, Command.program, command.store, other])
        #expect(moved.lines == ["imported 3,000 records, the last one at sequence 3,000"], "\(moved.errors)")
        #expect(Set(try command.run(["export", other, "plan"]).lines) == Set(lines))
        let all = try command.run(["export", command.store]).lines
        #expect(all.count == 3_001)
        let last = all.filter { $0.hasPrefix(#"{"seq":3001,"#) }
        #expect(last.first?.hasSuffix(#""type":"other","id":"o","data":{"id":"o"}}"#) == true)
    }

    @Test func `a table is RFC 4180, and the same records make the same columns`() throws {
        let command = try Command()
        let lines = [
            #"{"id":"a","z":"plain","b":1.0,"m":null}"#, #"{"id":"b","text":"with, comma","z":"say \"hi\""}"#,
            #"{"id":"c","text":"two\r\nlines","more":{"x":[1,"y"]},"odd, name":true}"#,
        ]
        _ = try command.run(["put", command.store, "t"], input: lines)
        let file = command.folder.file("table")
        let script = #""$0" export "$1" t --format csv > "$2""#
        #expect(try command.run(with: ["sh", "-c", script, Command.program, command.store, file]).code == 0)
        let text = try #require(TextFile.read(file))
        #expect(text.hasPrefix("id,b,m,more,\"odd, name\",text,z\r\n"), "\(text)")
        #expect(text.contains("a,1.0,,,,,plain\r\n"))
        #expect(text.contains("b,,,,,\"with, comma\",\"say \"\"hi\"\"\"\r\n"))
        #expect(text.contains("c,,,\"{\"\"x\"\":[1,\"\"y\"\"]}\",true,\"two\r\nlines\",\r\n"))
        #expect(text.hasSuffix("\r\n"))
    }

    @Test func `a bad line is named with its number, and ends it or is left out`() throws {
        let command = try Command()
        let file = command.folder.file("input")
        try TextFile.write("{\"id\":\"a\"}\n\nnot json\n{\"id\":\"b\"}\n[1]\n{\"id\":\"a\",\"n\":2}", to: file)
        let stopped = try command.run(["import", command.store, "plan", file])
        #expect(stopped.code == 1)
        #expect(stopped.lines == ["imported 1 records, the last one at sequence 1"])
        #expect(stopped.errors.contains("line 3: ") && !stopped.errors.contains("line 5"))
        #expect(stopped.errors.contains("--on-error skip"))
        #expect(try command.run(["get", command.store, "plan", "b"]).code == 1)
        let skipped = try command.run(["import", command.store, "plan", file, "--on-error", "skip", "--json"])
        #expect(skipped.code == 1)
        #expect(skipped.lines == [#"{"imported":3,"lastSequence":4,"refused":2}"#])
        let complaints = skipped.errors.split(separator: "\n")
        #expect(complaints.count == 2)
        #expect(complaints.first?.hasPrefix(#"{"error":{"code":"invalidEntry","line":3,"#) == true)
        #expect(complaints.last?.hasPrefix(#"{"error":{"code":"invalidEntry","line":5,"#) == true)
        #expect(try command.run(["get", command.store, "plan", "a"]).lines == [#"{"id":"a","n":2}"#], "replaced")
    }

    @Test func `a file that cannot be read makes no store`() throws {
        let command = try Command()
        for file in [command.folder.path + "/nowhere", command.folder.path] {
            let result = try command.run(["import", command.store, "plan", file, "--json"])
            #expect(result.code == 1 && result.errors.contains(#""code":"failed""#), "\(result.errors)")
        }
        #expect(try command.run(with: ["ls", command.store]).code != 0)
    }

    @Test func `a long import shows how far it is, and Ctrl-C leaves what it counted`() throws {
        let command = try Command()
        let file = command.folder.file("input")
        let pad = String(repeating: "x", count: 900)
        try TextFile.write((0..<40_000).map { #"{"id":"r\#($0)","pad":"\#(pad)"}"# + "\n" }.joined(), to: file)
        let words = [Command.program, "import", command.store, "plan", file, "--segment-bytes", "1048576"]
        let seen = try command.runAtTerminal(Command.quoted(words))
        #expect(seen.code == 0 && seen.text.contains(/importing \[#*·*\] +\d+ %  [0-9.]+ [kMG]?B\/s/), "\(seen.text)")
        let other = command.folder.path + "/other"
        let again = [Command.program, "import", other, "plan", file, "--json"]
        let stopped = try command.converse(with: again) { child, conversation in
            var isSent = false
            conversation.look = {
                guard !isSent, TextFile.read(other + "/LOCK") != nil else { return }
                isSent = true
                child.send(signal: SIGINT)
            }
        }
        #expect(stopped.code == 1 && stopped.errors.contains(#""code":"interrupted""#), "\(stopped.errors)")
        let counted = try #require(stopped.lines.first.flatMap { JSONGlance.number("imported", in: $0.utf8) })
        #expect(counted < 40_000)
        #expect(try command.run(["query", other, "plan", "--count"]).lines == ["\(counted)"])
    }
}
