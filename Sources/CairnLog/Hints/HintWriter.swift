package import CairnDisk

/// Writes a file of hints as its entries come, a megabyte at a time.
///
/// The file must be new and empty. Nothing is synced here: whoever publishes the file does that, and need not, as a
/// torn file of hints is refused and derived again.
package struct HintWriter: ~Copyable {
    private let file: any DiskFile
    private let purpose: Purpose
    private var encoder: HintEncoder
    private var end = ByteOffset.zero

    private static let drainAt = HintFile.entriesAtOnce * HintEntry.byteCount

    /// Errors: `.memory`.
    package init(_ file: any DiskFile, _ purpose: Purpose = .writeHints) throws(HintError) {
        self.file = file
        self.purpose = purpose
        encoder = try HintEncoder(roomFor: Self.drainAt &+ HintFile.headBytes &+ HintFile.footBytes)
    }

    /// Entries so far.
    package var count: UInt64 { encoder.count }

    /// Errors: `.disk`.
    package mutating func append(_ entry: HintEntry) throws(HintError) {
        encoder.append(entry)
        if encoder.pending >= Self.drainAt { try drain() }
    }

    /// Writes the rest. Returns the file's length. Errors: `.disk`.
    package consuming func finish(_ identity: HintIdentity) throws(HintError) -> ByteOffset {
        encoder.finish(identity)
        try drain()
        return end
    }

    private mutating func drain() throws(HintError) {
        let (file, purpose, start) = (file, purpose, end)
        end = end + encoder.pending
        try encoder.drain { (bytes) throws(HintError) in
            do throws(DiskError) { try file.write(bytes, at: start, purpose) } catch { throw HintError(error) }
        }
    }
}
