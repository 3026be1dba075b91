package import CairnDisk
internal import CLZ4

/// Reads a snapshot line by line.
///
/// Memory: two windows of 256 KiB, LZ4's two blocks of at most 4 MiB, and one line.
package struct SnapshotReader: ~Copyable {
    private let limits: SnapshotLimits
    private let context: DecompressionContext
    private var window: FileWindow
    private var splitter: LineSplitter
    private var digest: SegmentDigest
    private var contentBytes = 0

    /// Hands out each line of the snapshot without its newline, valid during the call, and sums up what was read.
    ///
    /// **Lines come before the last checksum is known: what was made of them counts only once this has returned.**
    /// Errors: all of `SnapshotError`'s; what `body` throws ends the reading. Complexity: O(content).
    package static func read(
        _ file: any DiskFile, limits: SnapshotLimits, _ purpose: Purpose = .readSnapshot,
        _ body: (_ line: UnsafeRawBufferPointer) throws(SnapshotError) -> Void
    ) throws(SnapshotError) -> SnapshotSummary {
        var reader = try SnapshotReader(file, limits: limits, purpose)
        return try reader.run(body)
    }

    private init(_ file: any DiskFile, limits: SnapshotLimits, _ purpose: Purpose) throws(SnapshotError) {
        let digest = try SegmentDigest.forSnapshot()
        let context = try DecompressionContext(roomFor: FrameForm.blockBytes)
        self.limits = limits
        self.digest = digest
        self.context = context
        window = FileWindow(file, purpose, capacity: FrameForm.blockBytes)
        splitter = LineSplitter(limit: limits.lineBytes)
    }

    private mutating func run(
        _ body: (UnsafeRawBufferPointer) throws(SnapshotError) -> Void
    ) throws(SnapshotError) -> SnapshotSummary {
        var offset = try readHeader()
        while true {
            var input = try fetch(at: offset)
            guard !input.isEmpty else { throw SnapshotError(.truncated) }
            while !input.isEmpty {
                let (taken, isDone) = try decompress(input, body)
                offset = offset + taken
                if isDone { return try finish(at: offset) }
                input = UnsafeRawBufferPointer(rebasing: input.dropFirst(taken))
            }
        }
    }

    /// Checks the frame's header; returns where the blocks begin.
    private mutating func readHeader() throws(SnapshotError) -> ByteOffset {
        let header = try fetch(at: .zero, FrameForm.headerBytes)
        guard !header.isEmpty else { throw SnapshotError(.empty) }
        guard header.count >= Int(LZ4F_HEADER_SIZE_MIN) else { throw SnapshotError(.truncated) }
        guard UInt32(littleEndian: header.loadUnaligned(as: UInt32.self)) == FrameForm.magic else {
            throw SnapshotError(.notSnapshot)
        }
        var info = LZ4F_frameInfo_t()
        var taken = header.count
        let code = LZ4F_getFrameInfo(context.pointer, &info, header.baseAddress, &taken)
        guard LZ4F_isError(code) == 0 else { throw FrameForm.error(code) }
        try FrameForm.check(info, limits)
        return ByteOffset(taken)
    }

    /// One step of LZ4: hands on what came out, tells how much went in.
    private mutating func decompress(
        _ input: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(SnapshotError) -> Void
    ) throws(SnapshotError) -> (taken: Int, isDone: Bool) {
        let room = context.room
        var (taken, made) = (input.count, room.count)
        let code = LZ4F_decompress(context.pointer, room.baseAddress, &made, input.baseAddress, &taken, nil)
        guard LZ4F_isError(code) == 0 else { throw FrameForm.error(code) }
        guard taken > 0 || made > 0 || code == 0, taken <= input.count, made <= room.count else {
            throw SnapshotError(.corrupt)
        }
        guard limits.contentBytes &- contentBytes >= made else { throw SnapshotError(.tooLarge) }
        contentBytes &+= made
        let text = UnsafeRawBufferPointer(rebasing: room[..<made])
        digest.update(text)
        try splitter.split(text, body)
        return (taken, code == 0)
    }

    private mutating func finish(at offset: ByteOffset) throws(SnapshotError) -> SnapshotSummary {
        guard try fetch(at: offset, 1).isEmpty else { throw SnapshotError(.trailingBytes) }
        guard splitter.restBytes == 0 else { throw SnapshotError(.unendedLine) }
        return SnapshotSummary(
            lines: splitter.lines, contentBytes: contentBytes, digest: try digest.snapshotValue(),
            fileBytes: Int(offset.bytes))
    }

    private mutating func fetch(
        at offset: ByteOffset, _ count: Int = FrameForm.blockBytes
    ) throws(SnapshotError) -> UnsafeRawBufferPointer {
        do throws(DiskError) { return try window.read(count, at: offset) } catch { throw SnapshotError(error) }
    }
}
