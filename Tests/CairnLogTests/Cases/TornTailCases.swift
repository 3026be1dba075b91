import CairnLog
import CrashLab
import Testing

@Suite struct TornTailCases {
    @Test func `blank room between the last line and torn bytes is no damage after the next write`() throws {
        var store = CaseStore()
        let log = try store.open()
        try log.put("a")
        try log.put("b")
        let name = try #require(store.folder.disk.segments.last)
        let end = try #require(store.folder.disk.content(of: name)).length
        store.restart { disk in
            disk.overwrite(name, at: end, [UInt8](repeating: 0x0A, count: 300) + Array("the end of a line\n".utf8))
        }
        let again = try store.open()
        #expect(again.recovery.verdict == .torn)
        try again.put("c")
        try again.closeNow()
        store.restart()
        let last = try store.open()
        #expect(last.recovery.verdict == .clean)
        #expect(last.recovery.isWritable)
        #expect(try last.linesNow().map(\.id) == ["a", "b", "c"])
    }
}
