import CairnDisk
import Testing

import CairnLog

/// Lines of many lengths, some of them longer than a block.
func sampleLines(_ count: Int, longest: Int = 300) -> [[UInt8]] {
    var random = SampleGenerator(seed: UInt64(count))
    return (0..<count).map { number in
        var line = Array("{\"seq\":\(number),\"data\":\"".utf8)
        for _ in 0..<Int.random(in: 0...longest, using: &random) {
            line.append(UInt8.random(in: 97...122, using: &random))
        }
        return line + Array("\"}".utf8)
    }
}

func snapshot(_ lines: [[UInt8]]) throws -> (bytes: [UInt8], summary: SnapshotSummary) {
    let file = MemoryFile()
    var writer = try SnapshotWriter(file)
    for line in lines {
        try (line + [10]).withUnsafeBytes { try writer.append($0) }
    }
    let summary = try writer.finish()
    return (file.bytes, summary)
}

func readSnapshot(
    _ bytes: [UInt8], limits: SnapshotLimits = SnapshotLimits(contentBytes: 1 << 30)
) throws(SnapshotError) -> (lines: [[UInt8]], summary: SnapshotSummary) {
    var lines: [[UInt8]] = []
    let summary = try SnapshotReader.read(MemoryFile(bytes), limits: limits) { (line) throws(SnapshotError) in
        lines.append(Array(line))
    }
    return (lines, summary)
}

func snapshotCode(_ body: () throws -> Void) -> SnapshotError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? SnapshotError)?.code
    }
}

@Suite struct SnapshotTests {
    @Test(arguments: [(0, 0), (1, 0), (3, 40), (5_000, 300), (20, 700_000)])
    func `lines come back as they went in, and both sides count the same`(count: Int, longest: Int) throws {
        let lines = sampleLines(count, longest: longest)
        let (bytes, written) = try snapshot(lines)
        let (read, summary) = try readSnapshot(bytes)
        #expect(read == lines)
        #expect(summary == written)
        let content: [UInt8] = lines.flatMap { $0 + [10] }
        #expect(written.lines == count && written.contentBytes == content.count && written.fileBytes == bytes.count)
        #expect(try written.digest == content.withUnsafeBytes { try SegmentDigest.of($0) })
    }

    @Test func `many lines at once are counted one by one, and empty lines are lines`() throws {
        let file = MemoryFile()
        var writer = try SnapshotWriter(file)
        try Array("a\n\nbc\n".utf8).withUnsafeBytes { try writer.append($0) }
        let summary = try writer.finish()
        #expect(summary.lines == 3)
        #expect(try readSnapshot(file.bytes).lines == [Array("a".utf8), [], Array("bc".utf8)])
    }

    @Test func `a line without an end, too long or too much is not written`() throws {
        let file = MemoryFile()
        var writer = try SnapshotWriter(file, limits: SnapshotLimits(contentBytes: 20, lineBytes: 10))
        for (text, code) in [
            ("abc", SnapshotError.Code.unendedLine), ("a\nb", .unendedLine), ("12345678901\n", .lineTooLong),
            ("1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n", .tooLarge),
        ] {
            do throws(SnapshotError) {
                let bytes = Array(text.utf8)
                let room = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
                defer { room.deallocate() }
                room.copyBytes(from: bytes)
                try writer.append(UnsafeRawBufferPointer(room))
                Issue.record("\(text) was written")
            } catch {
                #expect(error.code == code)
            }
        }
        let summary = try writer.finish()
        #expect(summary.lines == 0 && summary.contentBytes == 0)
    }

    @Test func `a full disk is reported as such`() throws {
        let code = snapshotCode {
            var writer = try SnapshotWriter(MemoryFile(room: 100_000))
            for line in sampleLines(5_000) { try (line + [10]).withUnsafeBytes { try writer.append($0) } }
            _ = try writer.finish()
        }
        #expect(code == .disk)
    }

    @Test func `whoever reads can refuse a line, and reading ends there`() throws {
        let (bytes, _) = try snapshot(sampleLines(10))
        var seen = 0
        let code = snapshotCode {
            _ = try SnapshotReader.read(MemoryFile(bytes), limits: SnapshotLimits(contentBytes: 1 << 20)) {
                (_) throws(SnapshotError) in
                seen += 1
                if seen == 4 { throw SnapshotError(.refused) }
            }
        }
        #expect(code == .refused && seen == 4)
    }
}
