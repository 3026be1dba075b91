#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import FieldKit
import Testing

/// history, get --as-of, restore.
@Suite struct PastTests {
    /// Three versions of r1 with others between them, a removal, and a last one.
    private static func storied() throws -> Command {
        let command = try Command()
        let put = { (line: String) in try command.run(["put", command.store, "plan"], input: [line]) }
        _ = try put(#"{"id":"r1","name":"Lighthouse","height":30}"#)
        _ = try put(#"{"id":"r2","name":"Harbour"}"#)
        _ = try put(#"{"id":"r1","name":"Lighthouse","height":32,"lit":true}"#)
        _ = try command.run(["delete", command.store, "plan", "r1", "--yes"])
        _ = try put(#"{"id":"r1","name":"Tower"}"#)
        return command
    }

    @Test func `every version is told with what changed in it`() throws {
        let command = try Self.storied()
        let result = try command.run(["history", command.store, "plan", "r1"])
        #expect(result.code == 0 && result.lines.count == 4, "\(result.errors)")
        let pattern = /^ +(\d+)  20[0-9T:.-]+Z  (\w+) *(.*)$/
        let found = result.lines.compactMap { try? pattern.wholeMatch(in: $0) }
        #expect(found.map { String($0.1) } == ["1", "3", "4", "5"])
        #expect(found.map { String($0.2) } == ["written", "written", "removed", "written"])
        #expect(found.map { String($0.3) } == ["id, name, height", "height, lit", "", "id, name"])
        let json = try command.run(["history", command.store, "plan", "r1", "--json"])
        let second = #""change":"written","certain":true,"changed":["height","lit"],"data":{"id":"r1""#
        #expect(json.lines[1].contains(second))
        #expect(json.lines[2].hasSuffix(#""change":"removed","certain":true,"changed":[]}"#))
        let nobody = try command.run(["history", command.store, "plan", "nobody", "--json"])
        #expect(nobody.code == 1 && nobody.errors.contains(#""code":"notFound""#))
    }

    @Test func `a record is printed as it was`() throws {
        let command = try Self.storied()
        let get = ["get", command.store, "plan", "r1", "--as-of"]
        #expect(try command.run(get + ["1"]).lines == [#"{"id":"r1","name":"Lighthouse","height":30}"#])
        #expect(try command.run(get + ["2"]).lines == [#"{"id":"r1","name":"Lighthouse","height":30}"#])
        #expect(try command.run(get + ["3"]).text.contains(#""lit":true"#))
        let removed = try command.run(get + ["4"])
        #expect(removed.code == 1 && removed.errors.contains("there is no plan with the id r1"))
        #expect(try command.run(get + ["5"]).lines == [#"{"id":"r1","name":"Tower"}"#])
        let future = try command.run(get + ["6"])
        #expect(future.code == 1 && future.errors.contains("has not come to sequence 6 yet; its last one is 5"))
        #expect(try command.run(get + ["2000-01-01"]).code == 1)
        // The revision's own time is the first moment at which it holds.
        let line = try command.run(["history", command.store, "plan", "r1", "--json"]).lines[1]
        let time = try #require(JSONGlance.text("timestamp", in: line.utf8))
        #expect(try command.run(get + [time]).text.contains(#""lit":true"#))
        #expect(try command.run(get + ["2999-01-01"]).lines == [#"{"id":"r1","name":"Tower"}"#])
        let framed = try command.run(get + ["2", "--json"]).text
        #expect(framed.hasPrefix(#"{"seq":1,"timestamp":"20"#) && framed.hasSuffix(#""height":30}}"#))
    }

    @Test func `a store is restored to what it was, with its history and its times`() throws {
        let command = try Self.storied()
        let target = command.folder.path + "/past"
        let result = try command.run(["restore", command.store, target, "--as-of", "3", "--json"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.text.contains(#""keepsSequences":true,"keys":2,"lines":3,"#))
        #expect(try command.run(["verify", target]).code == 0)
        #expect(try command.run(["get", target, "plan", "r1"]).text.contains(#""height":32"#))
        let old = try command.run(["history", command.store, "plan", "r1"]).lines
        #expect(try command.run(["history", target, "plan", "r1"]).lines == Array(old[..<2]))
        // It is a store like any other.
        let put = try command.run(["put", target, "plan"], input: [#"{"id":"new"}"#])
        #expect(put.lines == [#"{"seq":4,"id":"new"}"#])
        #expect(try command.run(["get", command.store, "plan", "new"]).code == 1, "the old one is another")
    }

    @Test func `nothing is written over, and nothing half done is left`() throws {
        let command = try Self.storied()
        let target = command.folder.path + "/past"
        _ = try command.run(with: ["mkdir", target])
        #expect(try command.run(["restore", command.store, target, "--as-of", "1"]).code == 0, "an empty one is fine")
        let again = try command.run(["restore", command.store, target, "--as-of", "2", "--json"])
        #expect(again.code == 1 && again.errors.contains(#""code":"exists""#), "\(again.errors)")
        #expect(try command.run(["get", target, "plan", "r2"]).code == 1)
        let file = command.folder.path + "/file"
        try TextFile.write("mine", to: file)
        #expect(try command.run(["restore", command.store, file]).code == 1)
        #expect(TextFile.read(file) == "mine")
        let early = try command.run(["restore", command.store, command.folder.path + "/early", "--as-of", "2000-01-01"])
        #expect(early.code == 1 && early.errors.contains("nothing in the store at that moment"))
        let inside = try command.run(["restore", command.store, command.folder.path + "/no/where"])
        #expect(inside.code == 1)
        let names = try command.run(with: ["ls", command.folder.path]).lines.filter { !$0.hasPrefix("errors") }
        #expect(names == ["file", "past", "store"])
    }

    @Test func `what compaction has dropped is refused, not made up`() throws {
        let command = try Command()
        let pad = String(repeating: "x", count: 300)
        let lines = (0..<600).map { #"{"id":"r\#($0 % 20)","n":\#($0),"pad":"\#(pad)"}"# }
        let early = try command.run(["put", command.store, "plan", "--segment-bytes", "65536"], input: lines)
        #expect(early.code == 0)
        #expect(try command.run(["compact", command.store, "--all", "--yes"]).code == 0)
        #expect(try command.run(["log", command.store]).lines.count < 600, "it was compacted")
        let late = try command.run(["put", command.store, "plan"], input: [#"{"id":"late"}"#, #"{"id":"r1","n":-1}"#])
        #expect(late.code == 0)
        let target = command.folder.path + "/past"
        let refused = try command.run(["restore", command.store, target, "--as-of", "100", "--json"])
        #expect(refused.code == 1 && refused.errors.contains(#""code":"overtaken""#), "\(refused.errors)")
        #expect(try command.run(with: ["ls", target + ".unfinished"]).code != 0)
        let get = try command.run(["get", command.store, "plan", "r7", "--as-of", "100"])
        #expect(get.code == 1 && get.errors.contains("compaction has dropped lines"), "\(get.errors)")
        // Younger than the compaction: what it dropped had been replaced by then.
        let fine = try command.run(["restore", command.store, target, "--as-of", "601"])
        #expect(fine.code == 0 && fine.text.contains("begin anew: compaction had left gaps"), "\(fine.errors)")
        #expect(try command.run(["verify", target]).code == 0)
        for id in ["r1", "r7", "r19", "late"] {
            let now = try command.run(["get", command.store, "plan", id, "--as-of", "601"])
            #expect(now.code == 0)
            #expect(try command.run(["get", target, "plan", id]).lines == now.lines)
        }
        #expect(try command.run(["get", target, "plan", "r1"]).text.contains(#""n":581"#))
    }

    @Test func `Ctrl-C takes the unfinished folder away again`() throws {
        let command = try Command()
        let pad = String(repeating: "x", count: 300)
        let input = command.folder.file("input")
        try TextFile.write((0..<60_000).map { #"{"id":"r\#($0)","pad":"\#(pad)"}"# + "\n" }.joined(), to: input)
        #expect(try command.run(["import", command.store, "plan", input]).code == 0)
        let target = command.folder.path + "/past"
        let words = [Command.program, "restore", command.store, target]
        let stopped = try command.converse(with: words) { child, conversation in
            var isSent = false
            conversation.look = {
                guard !isSent, TextFile.read(target + ".unfinished/LOCK") != nil else { return }
                isSent = true
                child.send(signal: SIGINT)
            }
        }
        #expect(stopped.code == 1 && stopped.errors.contains("interrupted"), "\(stopped.errors)")
        #expect(try command.run(with: ["ls", target]).code != 0)
        #expect(try command.run(with: ["ls", target + ".unfinished"]).code != 0)
    }
}
