internal import CLZ4
import CairnDisk
import Testing

import CairnLog

@Suite struct SnapshotDamageTests {
    /// A frame made by LZ4 itself, of whatever form.
    private func frame(_ content: [UInt8], _ change: (inout LZ4F_preferences_t) -> Void = { _ in }) -> [UInt8] {
        var preferences = LZ4F_preferences_t()
        preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled
        change(&preferences)
        var room = [UInt8](repeating: 0, count: LZ4F_compressFrameBound(content.count, &preferences))
        let count = LZ4F_compressFrame(&room, room.count, content, content.count, &preferences)
        return Array(room.prefix(count))
    }

    @Test func `every flipped bit is refused or changes nothing`() throws {
        let lines = sampleLines(12, longest: 40)
        let (bytes, summary) = try snapshot(lines)
        var refused = 0
        for bit in 0..<bytes.count * 8 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << (bit % 8)
            do throws(SnapshotError) {
                let (read, found) = try readSnapshot(damaged)
                #expect(read == lines && found == summary, "bit \(bit)")
            } catch {
                refused += 1
            }
        }
        #expect(refused > bytes.count * 7)
    }

    @Test func `a snapshot cut at any byte is refused`() throws {
        let (bytes, _) = try snapshot(sampleLines(12, longest: 40))
        #expect(snapshotCode { _ = try readSnapshot([]) } == .empty)
        for length in 1..<bytes.count {
            let code = snapshotCode { _ = try readSnapshot(Array(bytes.prefix(length))) }
            #expect(
                code == .truncated || (length < 19 && code == .corrupt), "length \(length): \(String(describing: code))"
            )
        }
    }

    @Test func `bytes after the end are refused, be they zeros or a second frame`() throws {
        let (bytes, _) = try snapshot(sampleLines(5))
        for extra in [[0], [UInt8](repeating: 0, count: 1 << 20), bytes] {
            #expect(snapshotCode { _ = try readSnapshot(bytes + extra) } == .trailingBytes)
        }
    }

    @Test func `anything but a frame is refused`() throws {
        #expect(snapshotCode { _ = try readSnapshot(Array("{\"sum\":\"0123456789abcdef\"}\n".utf8)) } == .notSnapshot)
        #expect(snapshotCode { _ = try readSnapshot([UInt8](repeating: 0, count: 4_096)) } == .notSnapshot)
        // A skippable frame, and the magic number of the legacy format.
        #expect(
            snapshotCode { _ = try readSnapshot([0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]) } == .notSnapshot)
        #expect(
            snapshotCode { _ = try readSnapshot([0x02, 0x21, 0x4C, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]) } == .notSnapshot)
    }

    @Test func `a frame whose damage could go unseen is refused`() throws {
        let content = Array("one\ntwo\n".utf8)
        #expect(try readSnapshot(frame(content)).lines.count == 2)
        #expect(
            snapshotCode {
                _ = try readSnapshot(frame(content) { $0.frameInfo.contentChecksumFlag = LZ4F_noContentChecksum })
            } == .unsupported)
        #expect(snapshotCode { _ = try readSnapshot(frame(content) { $0.frameInfo.dictID = 7 }) } == .unsupported)
        #expect(snapshotCode { _ = try readSnapshot(frame(Array("one\ntw".utf8))) } == .unendedLine)
    }

    @Test func `what the lz4 command makes, with blocks of 4 MiB, is read`() throws {
        let lines = sampleLines(30_000)
        let content: [UInt8] = lines.flatMap { $0 + [10] }
        let bytes = frame(content) { $0.frameInfo.blockSizeID = LZ4F_max4MB }
        #expect(try readSnapshot(bytes).lines == lines)
    }

    @Test func `a bomb is refused by what its header says, or as soon as it exceeds the limit`() throws {
        let bomb = [UInt8](repeating: 10, count: 64 << 20)
        let told = frame(bomb) { $0.frameInfo.contentSize = UInt64(bomb.count) }
        let untold = frame(bomb)
        #expect(untold.count < bomb.count / 100)
        let limits = SnapshotLimits(contentBytes: 1 << 20)
        var seen = 0
        for bytes in [told, untold] {
            let code = snapshotCode {
                _ = try SnapshotReader.read(MemoryFile(bytes), limits: limits) { (_) throws(SnapshotError) in seen += 1
                }
            }
            #expect(code == .tooLarge)
        }
        #expect(seen <= 1 << 20)
    }

    @Test func `a line longer than allowed is refused before memory is taken for it`() throws {
        let long = frame([UInt8](repeating: 97, count: 64 << 20) + [10])
        let limits = SnapshotLimits(contentBytes: 1 << 30, lineBytes: 1 << 20)
        #expect(snapshotCode { _ = try readSnapshot(long, limits: limits) } == .lineTooLong)
        let endless = frame([UInt8](repeating: 97, count: 64 << 20))
        #expect(snapshotCode { _ = try readSnapshot(endless, limits: limits) } == .lineTooLong)
        let exact = frame([UInt8](repeating: 97, count: 1 << 20) + [10])
        #expect(try readSnapshot(exact, limits: limits).lines.map(\.count) == [1 << 20])
        let over = frame([UInt8](repeating: 97, count: 1 << 20 + 1) + [10])
        #expect(snapshotCode { _ = try readSnapshot(over, limits: limits) } == .lineTooLong)
    }
}
