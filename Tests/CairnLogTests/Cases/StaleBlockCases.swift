import CairnLog
import CrashLab
import Testing

/// A block that the file system gives anew may hold whole old lines of the same log. They prove nothing.
@Suite struct StaleBlockCases {
    /// Bytes of a mark, here with the numbers 3 and 2.
    private static let mark =
        27 + #"{"sum":"0123456789abcdef","seq":3,"ack":2,"type":"cairn.mark","timestamp":""}"#.utf8.count + 1

    /// A killed store of `a`, then `b` and perhaps `c` in one group, with junk before the last line.
    private func verdict(junk: Int, inOneGroup: Bool) throws -> RecoveryReport.Verdict {
        var store = CaseStore()
        let log = try store.open()
        try log.put("a")
        if inOneGroup {
            _ = try log.stageNow(
                try ["b", "c"].map { try Entry.record(kind: "note", json: Array(#"{"id":"\#($0)"}"#.utf8)) })
            log.drive()
        } else {
            try log.put("b")
            try log.put("c")
        }
        store.restart { disk in
            guard let name = disk.segments.last, let bytes = disk.bytes(of: name) else { return }
            let last = bytes.dropLast().lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            let line = Array(bytes[last...])
            disk.overwrite(name, at: last, Array(repeating: UInt8(ascii: "~"), count: junk - 1) + [0x0A] + line)
        }
        return try store.open().recovery.verdict
    }

    @Test func `a mark that was destroyed before a record is damage, which can be healed`() throws {
        #expect(try verdict(junk: Self.mark, inOneGroup: false) == .healed)
    }

    @Test(arguments: [20, mark - 1, mark + 1, 400])
    func `an old line behind torn bytes that no mark fits into is a torn tail`(_ junk: Int) throws {
        #expect(try verdict(junk: junk, inOneGroup: false) == .torn)
    }

    @Test func `an old line that does not know of the record before it is a torn tail`() throws {
        #expect(try verdict(junk: Self.mark, inOneGroup: true) == .torn)
    }

    @Test func `an old line of the log in the manifest is no damage of the manifest`() throws {
        var store = CaseStore()
        let log = try store.open()
        try log.put("a")
        store.restart { disk in
            guard let name = disk.segments.last, let line = disk.bytes(of: name)?.dropLast(),
                let manifest = disk.names.first(where: { $0.hasPrefix("MANIFEST-") }),
                let end = disk.content(of: manifest)?.length
            else { return }
            disk.overwrite(manifest, at: end, Array("torn\n".utf8) + Array(line) + [0x0A])
        }
        let again = try store.open()
        #expect(again.recovery.isWritable)
        #expect(try again.linesNow().map(\.id) == ["a"])
    }
}
