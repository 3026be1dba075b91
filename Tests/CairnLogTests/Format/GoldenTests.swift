import CairnDisk
import CairnLog
import CrashLab
import GoldenStores
import Testing

/// What today's engine says of stores that were made before. A change of the format that nobody meant shows here.
@Suite struct GoldenTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        .joined(separator: "/") + "/testdata/stores"

    /// A copy in memory of what lies in the repository.
    private func load(_ store: GoldenStore) throws -> Disk {
        let folder = try RealFolder.open(path: "\(Self.folder)/\(store.rawValue)", create: false)
        var disk = Disk()
        for entry in try folder.list(.openStore) where entry.kind == .file {
            let file = try folder.open(entry.name, .read, .readSegment)
            defer { file.close() }
            disk.put(entry.name, FileContent(try file.readAll(limit: 1 << 20, .readSegment)))
        }
        return disk
    }

    private func open(_ disk: Disk, _ mode: RecoveryMode) throws -> Log {
        var options = GoldenStore.options
        options.recovery = mode
        options.readsEverything = true
        return try Log.openNow(GoldenStore.environment(RecordedFolder(disk)), options: options)
    }

    private func text(_ log: Log, _ kind: String, _ id: String) throws -> String? {
        try log.get(kind: kind, id: id).map { String(decoding: $0.json, as: UTF8.self) }
    }

    private static let ids = [
        "n1", "n2", "n3", "n4", "n5", "n6", "n2", "n4", "p1", "p2", "n1", "p1", "p1", "p1", "p1", "p1",
    ]

    private func expectRecords(_ log: Log) throws {
        #expect(try text(log, "note", "n1") == #"{"id":"n1","text":"with plans"}"#)
        #expect(try text(log, "note", "n2") == #"{"id":"n2","text":"changed"}"#)
        #expect(try text(log, "note", "n3") == #"{"id":"n3","text":"the third","size":2.50}"#)
        #expect(try text(log, "note", "n4") == nil)
        #expect(try text(log, "plan", "p1") == #"{"id":"p1","name":"version 5"}"#)
        #expect(try text(log, "plan", "p2") == #"{"id":"p2","name":"line\nbreak"}"#)
    }

    @Test(arguments: GoldenStore.allCases)
    func `the engine of today makes the same bytes`(_ store: GoldenStore) throws {
        let (old, new) = (try load(store), try store.make())
        #expect(old.names == new.names)
        // How well LZ4 compresses is its own affair.
        for name in old.names where !name.hasSuffix(".lz4") {
            #expect(old.bytes(of: name) == new.bytes(of: name), "\(name)")
        }
        for name in old.names where name.hasSuffix(".lz4") {
            let lines = try readSnapshot(old.bytes(of: name) ?? []).lines
            #expect(try lines == readSnapshot(new.bytes(of: name) ?? []).lines)
            #expect(lines.count == 10)
        }
    }

    @Test func `a store that was closed is clean, and says everything that was put into it`() throws {
        let disk = try load(.clean)
        for mode in RecoveryMode.allCases {
            let log = try open(disk, mode)
            #expect(log.recovery.verdict == .clean)
            #expect(log.recovery.findings.isEmpty)
            #expect(log.recovery.keys == 7)
            #expect(log.recovery.segments == 2)
            let lines = try log.linesNow()
            #expect(lines.map(\.id) == Self.ids)
            #expect(lines.map(\.sequence.number) == Array(1...16))
            #expect(Set(lines.map(\.timestamp)) == ["2026-11-20T20:13:00.000000Z"])
            #expect(lines.map(\.form) == (1...16).map { $0 == 7 ? .update : $0 == 8 ? .delete : .record })
            try expectRecords(log)
        }
    }

    @Test func `half a line at the end is a torn tail, and what is before it is all there`() throws {
        let disk = try load(.torn)
        for mode in [RecoveryMode.acknowledged, .readOnly, .salvage] {
            let log = try open(disk, mode)
            #expect(log.recovery.verdict == .torn)
            #expect(log.recovery.findings.map(\.kind) == [.tornTail])
            #expect(log.recovery.findings.map(\.bytes) == [65])
            #expect(log.recovery.findings.map(\.firstSequence) == [SequenceNumber(17)])
            #expect(try log.linesNow().map(\.id) == Self.ids)
            try expectRecords(log)
        }
        #expect(code { _ = try open(disk, .strict) } == .torn)
    }

    @Test func `another letter in a sealed segment is damage, named by its place, its number and its id`() throws {
        let disk = try load(.damaged)
        #expect(code { _ = try open(disk, .strict) } == .damaged)
        let log = try open(disk, .acknowledged)
        #expect(log.recovery.verdict == .damaged)
        #expect(!log.recovery.isWritable)
        let finding = try #require(log.recovery.findings.first)
        #expect(finding.kind == .damage && log.recovery.findings.count == 1)
        #expect(finding.file == disk.segments[0])
        #expect(finding.firstSequence == SequenceNumber(3) && finding.lastSequence == SequenceNumber(3))
        #expect(finding.ids == ["n3"])
        #expect(finding.offset == 512 && finding.bytes == 149, "\(finding.offset) \(finding.bytes)")
        #expect(log.intactNow().lines.map(\.sequence.number) == [1, 2] + Array(4...16))
        #expect(code { _ = try log.get(kind: "note", id: "n3") } == .damaged)
        #expect(try text(log, "plan", "p2") != nil)
        #expect(try open(disk, .salvage).recovery.isWritable)
    }

    @Test func `a compacted store has its newest versions, its snapshot and its retention`() throws {
        let disk = try load(.compacted)
        for mode in RecoveryMode.allCases {
            let log = try open(disk, mode)
            #expect(log.recovery.verdict == .clean)
            #expect(log.recovery.findings.isEmpty)
            try expectRecords(log)
            #expect(try text(log, "note", "behind") == #"{"id":"behind","text":"the snapshot"}"#)
            #expect(log.recovery.lastSequence == SequenceNumber(17))
        }
        var options = GoldenStore.options
        options.recovery = .readOnly
        let quick = try Log.openNow(GoldenStore.environment(RecordedFolder(disk)), options: options)
        #expect(quick.recovery.snapshot == SequenceNumber(16))
        try expectRecords(quick)
        let verified = try Log.verifyNow(GoldenStore.environment(RecordedFolder(disk)))
        #expect(verified.verdict == .clean && verified.findings.isEmpty)
    }

    @Test func `a damaged manifest is not believed, and salvage makes another from the segments`() throws {
        let disk = try load(.manifest)
        #expect(code { _ = try open(disk, .strict) } == .damaged)
        let log = try open(disk, .salvage)
        #expect(log.recovery.isWritable)
        #expect(try log.linesNow().map(\.id) == Self.ids)
        try expectRecords(log)
    }
}
