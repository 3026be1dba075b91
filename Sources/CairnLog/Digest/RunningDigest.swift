package import CairnDisk

/// The digest of a segment that grows: shared by those who append to it and those who ask for its value so far.
// unsafe: used by one thread at a time, the one that holds the segment
package final class RunningDigest: @unchecked Sendable {
    private var digest: SegmentDigest

    /// - Throws: where OpenSSL refuses.
    package init() throws(LogError) {
        do { digest = try SegmentDigest() } catch { throw Self.refused(error) }
    }

    package func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }

    /// The value over what was taken in, and `more` behind it; goes on as if it had not been asked.
    package func value(adding more: UnsafeRawBufferPointer? = nil) throws(LogError) -> SHA256Value {
        do {
            var copy = try digest.copy()
            if let more { copy.update(more) }
            return try copy.finish()
        } catch { throw Self.refused(error) }
    }

    /// Adds a file's first `end` bytes.
    package func update(file: any DiskFile, to end: Int64, _ purpose: Purpose) throws(DiskError) {
        guard end > 0 else { return }
        let chunk = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Int(min(Int64(LineFeed.chunk), end)), alignment: 16)
        defer { chunk.deallocate() }
        var at: Int64 = 0
        while at < end {
            let want = Int(min(Int64(chunk.count), end - at))
            let got = try file.read(
                into: UnsafeMutableRawBufferPointer(rebasing: chunk[..<want]), at: ByteOffset(at), purpose)
            guard got > 0 else {
                throw DiskError(
                    .inputOutput, call: "read", path: file.name, purpose: purpose, detail: "the file ends too early")
            }
            update(UnsafeRawBufferPointer(rebasing: chunk[..<got]))
            at += Int64(got)
        }
    }

    private static func refused(_ error: any Error) -> LogError {
        LogError(.exhausted, "a SHA-256 could not be computed", cause: error)
    }
}
