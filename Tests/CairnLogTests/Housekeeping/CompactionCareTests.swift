import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct CompactionCareTests {
    /// Many notes, and some of them over and over: of the first segment most lives, of the others little.
    private func worn(_ rounds: Int = 6) throws -> (store: CaseStore, log: Log) {
        let store = CaseStore(segmentBytes: 1 << 20)
        let log = try store.open()
        for round in 0..<rounds {
            for number in 0..<(round == 0 ? 700 : 200) {
                try log.put("k\(number)", "\(round)" + String(repeating: "x", count: 1_500))
            }
        }
        return (store, log)
    }

    private func expectAll(_ log: Log, round: Int) throws {
        for number in 0..<200 {
            let json = try log.get(kind: "note", id: "k\(number)")?.json ?? []
            #expect(String(decoding: json.prefix(40), as: UTF8.self).contains(":\"\(round)x"))
        }
    }

    @Test func `a compaction that is cancelled loses nothing, and the next one does the work`() async throws {
        let (store, log) = try worn()
        let before = log.statistics.logBytes
        let report = try await log.compact(all: true) { _ in false }
        #expect(report.wasCancelled)
        #expect(log.statistics.logBytes >= before)
        #expect(!store.folder.disk.names.contains { $0.hasSuffix(".tmp") })
        try expectAll(log, round: 5)
        #expect(try await !log.compact(all: true) { $0.done <= $0.total }.wasCancelled)
        #expect(log.statistics.logBytes < before * 2 / 3)
        try expectAll(log, round: 5)
    }

    @Test func `of two long works at once the second is told to wait`() async throws {
        let (_, log) = try worn()
        let codes = Counter(0)
        _ = try await log.compact(all: true) { _ in
            if code({ _ = try log.compactNow() }) == .busy, code({ _ = try log.snapshotNow() }) == .busy {
                codes.set(1)
            }
            return true
        }
        #expect(codes.take())
        _ = try log.snapshotNow()
    }

    @Test func `a full or failing disk stops a compaction, and everything is there as before`() throws {
        for (call, at, failure) in [
            (DiskCall.rename, 0, DiskError.Code.noSpace), (.open, 0, .denied), (.write, 0, .inputOutput),
            (.write, 2, .noSpace), (.fileSync, 1, .inputOutput), (.read, 0, .inputOutput),
        ] {
            var (store, log) = try worn(3)
            store.faulty.replace(Fault(at: at, among: [call], forever: true, code: failure, loses: false))
            #expect(throws: LogError.self, "\(call)") { _ = try log.compactNow(all: true) }
            store.faulty.replace(nil)
            try expectAll(log, round: 2)
            store.kill()
            store.restart()
            let again = try store.open()
            #expect(again.recovery.isWritable)
            try expectAll(again, round: 2)
            #expect(try again.compactNow(all: true).segmentsBefore > 0)
            try expectAll(again, round: 2)
        }
    }

    @Test func `a line that rotted is not copied, and compaction says so`() throws {
        var (store, log) = try worn(2)
        try log.closeNow()
        store.restart()
        log = try store.open()
        log.writeHintsNow()
        try log.closeNow()
        // Hints keep the damage from being seen at opening.
        store.restart { $0.replace("\"id\":\"k150\"", with: "\"id\":\"kXXX\"") }
        log = try store.open()
        #expect(code { _ = try log.compactNow(all: true) } == .damaged)
        #expect(code { _ = try log.snapshotNow() } == nil)
        #expect(log.intactNow().lines.count >= 200)
    }

    @Test func `retention by age keeps what is younger and drops what is older`() throws {
        for (seconds, kept) in [(0, 1), (1_000_000, 4)] {
            var store = CaseStore(segmentBytes: 4 << 10)
            store.options.retention = ["note": .seconds(seconds)]
            let clock = FixedClock(now: 1_795_205_580_000_000)
            var environment = store.environment
            environment.clock = clock
            let log = try Log.openNow(environment, options: store.options)
            for round in 0..<4 {
                try log.put("a", "\(round)" + String(repeating: "x", count: 900))
                clock.set(now: clock.now() + 10_000_000)
            }
            _ = try log.compactNow(all: true)
            #expect(try log.linesNow().count == kept)
        }
    }

    @Test func `a word of retention is read as it was written, and no other word is one`() {
        for rule in [Retention.latest, .everything, .versions(3), .seconds(0), .seconds(3_600)] {
            #expect(Retention(word: rule.word) == rule)
        }
        for word in ["", "s", "-1s", "0", "-3", "many", "1.5s", "All"] { #expect(Retention(word: word) == nil) }
    }

    @Test func `compaction makes way for writers and they lose nothing by it`() async throws {
        let folder = try ScratchStore()
        var options = LogOptions()
        options.segmentBytes = 1 << 20
        options.compactsByItself = false
        let log = try await Log.open(folder.path, options: options)
        let text = String(repeating: "x", count: 2_000)
        _ = try await log.append(batch: (0..<2_000).map { try note($0, text) })
        let isOver = Counter(1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var number = 3_000
                    while !isOver.isSpent, number < 60_000 {
                        _ = try await log.append(note(number + task))
                        number += 8
                    }
                }
            }
            try await Task.sleep(nanoseconds: 20_000_000)
            for round in 0..<4 {
                _ = try await log.append(batch: (0..<100).map { try note($0 * 20 + round, "again") })
                _ = try await log.compact(all: true)
            }
            isOver.set(0)
            try await group.waitForAll()
        }
        for number in 0..<2_000 { #expect(try log.get(kind: "note", id: "n\(number)") != nil) }
        try await log.close()
        #expect(try await Log.verify(folder.path).verdict == .clean)
    }

    @Test func `a log compacts and takes snapshots by itself when it is told how much is too much`() async throws {
        let folder = try ScratchStore()
        var options = LogOptions()
        options.segmentBytes = 64 << 10
        options.snapshotEveryBytes = 100_000
        let log = try await Log.open(folder.path, options: options)
        for round in 0..<400 { _ = try await log.append(note(round % 10, String(repeating: "x", count: 2_000))) }
        for _ in 0..<500
        where log.statistics.compactions == 0 || !folder.names.contains(where: { $0.hasSuffix(".lz4") }) {
            _ = try await log.append(note(0, String(repeating: "x", count: 2_000)))
            try await Task.sleep(nanoseconds: 5_000_000)
        }
        #expect(log.statistics.compactions > 0)
        #expect(folder.names.contains { $0.hasSuffix(".lz4") })
        try await log.close()
    }
}
