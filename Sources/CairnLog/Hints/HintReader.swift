package import CairnDisk

/// Reads a file of hints a megabyte at a time.
///
/// The whole file is checked before the first entry is handed out, so that nobody has to take entries back; it is read
/// twice for that, the second time from the page cache, and checked again.
package struct HintReader {
    package let identity: HintIdentity
    package let count: Int
    private let file: any DiskFile
    private let purpose: Purpose
    private let foot: HintFoot

    /// Checks everything. Errors: all of `HintError`'s; `.otherContent` where the identity is not the one expected,
    /// before most of the file was read. Complexity: O(n), a megabyte of memory.
    package init(
        _ file: any DiskFile, expecting identity: HintIdentity? = nil, _ purpose: Purpose = .readHints
    ) throws(HintError) {
        var window = FileWindow(file, purpose, capacity: HintFile.headBytes &+ HintFile.footBytes)
        let fileBytes: Int
        do throws(DiskError) { fileBytes = try window.size() } catch { throw HintError(error) }
        guard fileBytes >= HintFile.headBytes &+ HintFile.footBytes else { throw HintError(.length) }
        try HintFile.checkHead(Self.read(HintFile.headBytes, at: .zero, &window))
        let footStart = ByteOffset(fileBytes &- HintFile.footBytes)
        foot = try HintFoot(Self.read(HintFile.footBytes, at: footStart, &window), fileBytes: fileBytes)
        if let identity, foot.identity != identity { throw HintError(.otherContent) }
        self.identity = foot.identity
        self.file = file
        self.purpose = purpose
        count = foot.count
        try forEachChunk { _ in }
    }

    /// Visits all entries in their order.
    ///
    /// Errors: `.disk`, `.entry`; `.checksum` or `.length` at the end if the file was changed meanwhile.
    package func forEach(_ body: (HintEntry) -> Void) throws(HintError) {
        try forEachChunk { (chunk) throws(HintError) in
            try HintView(identity: identity, entries: chunk).forEach(body)
        }
    }

    /// Reads head, entries and foot in order, sums them up, hands out the entries, and compares the sum.
    private func forEachChunk(
        _ body: (UnsafeRawBufferPointer) throws(HintError) -> Void
    ) throws(HintError) {
        guard var sum = RunningSum() else { throw HintError(.memory) }
        var left = count &* HintEntry.byteCount
        let capacity = max(min(left, HintFile.entriesAtOnce &* HintEntry.byteCount), HintFile.footBytes)
        var window = FileWindow(file, purpose, capacity: capacity)
        sum.update(try Self.read(HintFile.headBytes, at: .zero, &window))
        var offset = ByteOffset(HintFile.headBytes)
        while left > 0 {
            let wanted = min(left, HintFile.entriesAtOnce &* HintEntry.byteCount)
            let chunk = try Self.read(wanted, at: offset, &window)
            sum.update(chunk)
            try body(chunk)
            left &-= wanted
            offset = offset + wanted
        }
        let foot = try Self.read(HintFile.footBytes, at: offset, &window)
        sum.update(UnsafeRawBufferPointer(rebasing: foot.dropLast(8)))
        let stored = UInt64(littleEndian: foot.loadUnaligned(fromByteOffset: 56, as: UInt64.self))
        guard sum.value == stored, stored == self.foot.sum else { throw HintError(.checksum) }
    }

    /// Exactly `count` bytes. Errors: `.length` where the file ends before, `.disk`.
    private static func read(
        _ count: Int, at offset: ByteOffset, _ window: inout FileWindow
    ) throws(HintError) -> UnsafeRawBufferPointer {
        do throws(DiskError) {
            let bytes = try window.read(count, at: offset)
            if bytes.count == count { return bytes }
        } catch {
            throw HintError(error)
        }
        throw HintError(.length)
    }
}
