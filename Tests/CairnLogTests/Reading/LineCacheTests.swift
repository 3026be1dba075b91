import CairnLog
import CrashLab
import Testing

@Suite struct LineCacheTests {
    private func store(cacheBytes: Int, keys: Int) throws -> (CaseStore, Log) {
        var store = CaseStore()
        store.options.cacheBytes = cacheBytes
        let log = try store.open()
        for number in 0..<keys { try log.put("k\(number)", "value \(number)") }
        return (store, log)
    }

    @Test func `what was read once is read from memory, and is what was written`() throws {
        let (_, log) = try store(cacheBytes: 1 << 20, keys: 20)
        let first = try log.get(kind: "note", id: "k7")?.json
        #expect(log.statistics.cacheHits == 0 && log.statistics.cacheMisses == 1)
        #expect(try log.get(kind: "note", id: "k7")?.json == first)
        #expect(first != nil && log.statistics.cacheHits == 1 && log.statistics.cacheBytes > 0)
    }

    @Test func `a newer version, a removal and a compaction are seen through it`() throws {
        let (_, log) = try store(cacheBytes: 1 << 20, keys: 20)
        let old = try log.get(kind: "note", id: "k7")?.json
        try log.put("k7", "newer")
        let new = try log.get(kind: "note", id: "k7")?.json
        #expect(new != nil && new != old)
        _ = try log.compactNow(all: true)
        #expect(try log.get(kind: "note", id: "k7")?.json == new)
        _ = try log.stageNow([Entry.delete(kind: "note", id: "k7")])
        log.drive()
        #expect(try log.get(kind: "note", id: "k7") == nil)
    }

    @Test func `it stays within its bytes, and keeps nothing where it may not`() throws {
        // Half of what all of them take; of less than this it keeps none of these lines.
        let (_, log) = try store(cacheBytes: 256 << 10, keys: 1_000)
        for _ in 0..<2 {
            for number in 0..<1_000 { #expect(try log.get(kind: "note", id: "k\(number)") != nil) }
        }
        #expect((128 << 10...256 << 10).contains(log.statistics.cacheBytes))
        let (_, plain) = try store(cacheBytes: 0, keys: 3)
        for _ in 0..<2 { #expect(try plain.get(kind: "note", id: "k1") != nil) }
        #expect(plain.statistics.cacheBytes == 0 && plain.statistics.cacheHits == 0)
    }

    @Test func `a closed log answers with an error, not from memory`() throws {
        let (_, log) = try store(cacheBytes: 1 << 20, keys: 3)
        _ = try log.get(kind: "note", id: "k1")
        try log.closeNow()
        let error = #expect(throws: LogError.self) { _ = try log.get(kind: "note", id: "k1") }
        #expect(error?.code == .closed)
    }

    @Test func `less than nothing is refused`() async {
        var options = LogOptions()
        options.cacheBytes = -1
        let wrong = options
        let error = await #expect(throws: LogError.self) {
            _ = try await Log.open("never-made.state", options: wrong)
        }
        #expect(error?.code == .invalidOption)
    }
}
