import CairnDisk
import CairnLog
import CrashLab
import FieldKit
import Testing

/// What the log asks of the system, held against `Benchmarks/thresholds.txt`: exactly, so that nothing that was won is
/// lost, and nothing that was lost goes unseen.
@Suite struct CostTests {
    /// A store whose growing segment has room, as it has while a program writes.
    private struct Warm {
        let store: CaseStore
        let log: Log

        init(segmentBytes: Int = 1 << 20) throws {
            store = CaseStore(segmentBytes: segmentBytes)
            log = try store.open()
            for number in 1_000..<1_010 { _ = try log.stageNow([try note(number)]) }
            log.drive()
            log.prepareNow()
        }

        /// What the disk was asked for while `body` ran.
        func calls(_ body: () throws -> Void) rethrows -> [DiskSite] {
            let before = store.faulty.calls.count
            try body()
            return Array(store.faulty.calls[before...])
        }
    }

    @Test func `a lone append is one write and one sync`() throws {
        let warm = try Warm()
        let calls = try warm.calls {
            _ = try warm.log.stageNow([try note(1_100)])
            warm.log.drive()
        }
        try expect("a lone append: calls of the system", calls.count)
        try expect("a lone append: syncs", Self.syncs(calls))
    }

    @Test func `a group of appends shares one write and one sync`() throws {
        let warm = try Warm()
        let calls = try warm.calls {
            for number in 0..<64 { _ = try warm.log.stageNow([try note(1_100 + number)]) }
            warm.log.drive()
        }
        try expect("a group of 64 appends: calls of the system", calls.count)
        try expect("a group of 64 appends: syncs", Self.syncs(calls))
    }

    @Test func `a batch is one write and one sync`() throws {
        let warm = try Warm()
        let calls = try warm.calls {
            _ = try warm.log.stageNow(try (0..<100).map { try note(1_100 + $0) })
            warm.log.drive()
        }
        try expect("a batch of 100: calls of the system", calls.count)
        try expect("a batch of 100: syncs", Self.syncs(calls))
    }

    @Test func `a buffered append does not sync`() throws {
        let warm = try Warm()
        let calls = try warm.calls {
            _ = try warm.log.stageNow([try note(1_100)], durability: .buffered(withinMilliseconds: 1_000))
            warm.log.drive()
        }
        try expect("a buffered append: syncs", Self.syncs(calls))
    }

    @Test func `a transaction is one write and one sync`() throws {
        let warm = try Warm()
        let calls = try warm.calls {
            _ = try warm.log.stageNow(try (0..<10).map { try note(1_100 + $0) }, isTransaction: true)
            warm.log.drive()
        }
        try expect("a transaction of ten: calls of the system", calls.count)
        try expect("a transaction of ten: syncs", Self.syncs(calls))
    }

    @Test func `a removal is a short line`() throws {
        let warm = try Warm()
        for number in 1_010..<2_000 { _ = try warm.log.stageNow([try note(number)]) }
        warm.log.drive()
        let before = warm.store.folder.writtenBytes
        _ = try warm.log.stageNow([.delete(kind: "note", id: "n1500")])
        warm.log.drive()
        try expect(
            "a removal: bytes, with sequences of four digits and a key of nine",
            warm.store.folder.writtenBytes - before)
    }

    @Test func `a record is read by one call, and again by none`() throws {
        let warm = try Warm()
        let first = try warm.calls { _ = try warm.log.get(kind: "note", id: "n1005") }
        try expect("a read: calls of the system", first.count)
        let again = try warm.calls { _ = try warm.log.get(kind: "note", id: "n1005") }
        try expect("a read of what was read: calls of the system", again.count)
        let missing = try warm.calls { _ = try warm.log.get(kind: "note", id: "n1") }
        try expect("a read of what is not there: calls of the system", missing.count)
    }

    @Test func `what stands around a record's data does not grow`() throws {
        let warm = try Warm()
        for number in 1_010..<1_100 { _ = try warm.log.stageNow([try note(number)]) }
        for number in 1_100..<2_100 { _ = try warm.log.stageNow([try note(number)]) }
        warm.log.drive()
        let before = warm.store.folder.writtenBytes
        _ = try warm.log.stageNow([try note(2_100)])
        warm.log.drive()
        let data = #"{"id":"n2100","text":"hello"}"#.utf8.count
        try expect(
            "a record: bytes around its data, with sequences of four digits",
            warm.store.folder.writtenBytes - before - data)
    }

    @Test func `a new segment costs a few calls`() throws {
        let warm = try Warm(segmentBytes: 64 << 10)
        var most: [DiskSite] = []
        for round in 0..<40 {
            let calls = try warm.calls {
                for number in 0..<50 { _ = try warm.log.stageNow([try note(2_000 + round * 50 + number)]) }
                warm.log.drive()
            }
            if calls.count > most.count { most = calls }
        }
        #expect(warm.log.statistics.segments > 1)
        try expect("a new segment: calls of the system beyond those of its group", most.count - 2)
        try expect("a new segment: syncs beyond that of its group", Self.syncs(most) - 1)
    }

    private static func syncs(_ calls: [DiskSite]) -> Int {
        calls.count { $0.call == .fileSync || $0.call == .folderSync }
    }

    private func expect(_ name: String, _ measured: Int, _ place: SourceLocation = #_sourceLocation) throws {
        let limit = try #require(Self.thresholds[name], "thresholds.txt does not name it", sourceLocation: place)
        #expect(measured == limit, "\(name)", sourceLocation: place)
    }

    private static let thresholds: [String: Int] = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        let path = parts.joined(separator: "/") + "/Benchmarks/thresholds.txt"
        var limits: [String: Int] = [:]
        for line in (TextFile.read(path) ?? "").split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            guard let last = words.last, let limit = Int(last) else { continue }
            limits[words.dropLast().joined(separator: " ")] = limit
        }
        return limits
    }()
}

extension RecordedFolder {
    fileprivate var writtenBytes: Int {
        trace.events.reduce(0) { sum, event in
            if case .write(_, _, let bytes) = event.operation { sum + bytes.count } else { sum }
        }
    }
}
