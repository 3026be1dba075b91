package import CairnDisk
import CairnLines
internal import CLZ4

/// Writes a snapshot: lines of text in one LZ4 frame that `lz4cat` opens.
///
/// The file must be new and empty. Nothing is synced here: whoever publishes the snapshot syncs, renames, syncs the
/// directory. Memory: some 600 KiB, however long the snapshot.
package struct SnapshotWriter: ~Copyable {
    private let file: any DiskFile
    private let purpose: Purpose
    private let limits: SnapshotLimits
    private let context: CompressionContext
    private var text: ByteBuffer
    private var digest: SegmentDigest
    private var end: ByteOffset
    private var lines = 0
    private var contentBytes = 0

    /// Begins the frame. Errors: `.library`, `.disk`.
    package init(
        _ file: any DiskFile, _ purpose: Purpose = .writeSnapshot, limits: SnapshotLimits = .writing
    ) throws(SnapshotError) {
        let digest = try SegmentDigest.forSnapshot()
        var preferences = FrameForm.preferences
        let bound = max(LZ4F_compressBound(FrameForm.blockBytes, &preferences), FrameForm.headerBytes)
        let context = try CompressionContext(roomFor: bound)
        let code = LZ4F_compressBegin(context.pointer, context.room.baseAddress, context.room.count, &preferences)
        let headerEnd = try Self.put(code, context.room, at: .zero, file, purpose)
        self.file = file
        self.purpose = purpose
        self.limits = limits
        text = ByteBuffer(capacity: FrameForm.blockBytes)
        end = headerEnd
        self.digest = digest
        self.context = context
    }

    /// Adds whole lines, one or more, the last one ended by a newline like the others.
    ///
    /// Errors: `.unendedLine`, `.lineTooLong`, `.tooLarge` before anything is added; `.library`, `.disk`, after which
    /// the file is worthless. Complexity: O(bytes).
    package mutating func append(_ added: UnsafeRawBufferPointer) throws(SnapshotError) {
        guard !added.isEmpty else { return }
        guard limits.contentBytes &- contentBytes >= added.count else { throw SnapshotError(.tooLarge) }
        var splitter = LineSplitter(limit: limits.lineBytes, keepsRest: false)
        try splitter.split(added) { (_) throws(SnapshotError) in }
        guard splitter.restBytes == 0 else { throw SnapshotError(.unendedLine) }
        lines &+= splitter.lines
        contentBytes &+= added.count
        var left = added
        while !left.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: left.prefix(FrameForm.blockBytes &- text.count))
            text.append(part)
            left = UnsafeRawBufferPointer(rebasing: left.dropFirst(part.count))
            if text.count == FrameForm.blockBytes { try compress() }
        }
    }

    /// Ends the frame. Errors: `.library`, `.disk`.
    package consuming func finish() throws(SnapshotError) -> SnapshotSummary {
        try compress()
        try put(LZ4F_compressEnd(context.pointer, context.room.baseAddress, context.room.count, nil))
        return SnapshotSummary(
            lines: lines, contentBytes: contentBytes, digest: try digest.snapshotValue(), fileBytes: Int(end.bytes))
    }

    private mutating func compress() throws(SnapshotError) {
        guard !text.isEmpty else { return }
        let (pointer, room) = (context.pointer, context.room)
        let code = text.withBytes { bytes in
            digest.update(bytes)
            return LZ4F_compressUpdate(pointer, room.baseAddress, room.count, bytes.baseAddress, bytes.count, nil)
        }
        try put(code)
        text.removeAll()
    }

    private mutating func put(_ code: Int) throws(SnapshotError) {
        end = try Self.put(code, context.room, at: end, file, purpose)
    }

    /// Writes what LZ4 left in the room, `code` being the bytes or an error; returns where the next goes.
    private static func put(
        _ code: Int, _ room: UnsafeMutableRawBufferPointer, at start: ByteOffset, _ file: any DiskFile,
        _ purpose: Purpose
    ) throws(SnapshotError) -> ByteOffset {
        guard LZ4F_isError(code) == 0, code <= room.count else { throw FrameForm.error(code) }
        guard code > 0 else { return start }
        do throws(DiskError) {
            try file.write(UnsafeRawBufferPointer(rebasing: room[..<code]), at: start, purpose)
        } catch {
            throw SnapshotError(error)
        }
        return start + code
    }
}
