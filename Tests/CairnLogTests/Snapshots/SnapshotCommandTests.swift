import CairnDisk
import FieldKit
import Testing

import CairnLog

/// Whether the `lz4` package is there; without it the tests below say that they were skipped.
private let hasCommand = (try? Child.run(["lz4cat", "--version"], seconds: 10))?.ending == .exit(0)

@Suite(.enabled(if: hasCommand, "lz4cat is not installed (package lz4)"))
struct SnapshotCommandTests {
    @Test func `lz4cat prints a snapshot's lines`() throws {
        let outside = try TemporaryFolder("cairn-snapshot-tests")
        let folder = try RealFolder.open(path: outside.file("store"), create: true)
        let lines = sampleLines(20_000)
        let file = try folder.open("snapshot.lz4", .create, .writeSnapshot)
        var writer = try SnapshotWriter(file)
        for line in lines { try (line + [10]).withUnsafeBytes { try writer.append($0) } }
        let summary = try writer.finish()
        file.close()
        let printed = try Child.run(["lz4cat", outside.file("store") + "/snapshot.lz4"], seconds: 60)
        #expect(printed.ending == .exit(0))
        #expect(printed.lines == lines)
        #expect(summary.lines == lines.count)
    }

    @Test func `what the lz4 command compresses is read`() throws {
        let outside = try TemporaryFolder("cairn-snapshot-tests")
        let folder = try RealFolder.open(path: outside.file("store"), create: true)
        let lines = sampleLines(5_000)
        let content: [UInt8] = lines.flatMap { $0 + [10] }
        let file = try folder.open("plain", .create, .writeSnapshot)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 1)
        defer { room.deallocate() }
        room.copyBytes(from: content)
        try file.write(UnsafeRawBufferPointer(room), at: .zero, .writeSnapshot)
        file.close()
        let path = outside.file("store")
        #expect(try Child.run(["lz4", "-q", "\(path)/plain", "\(path)/plain.lz4"], seconds: 60).ending == .exit(0))
        let compressed = try folder.open("plain.lz4", .read, .readSnapshot)
        defer { compressed.close() }
        var read: [[UInt8]] = []
        _ = try SnapshotReader.read(compressed, limits: SnapshotLimits(contentBytes: content.count)) {
            (line) throws(SnapshotError) in read.append(Array(line))
        }
        #expect(read == lines)
    }
}
