package import CairnDisk
internal import CairnLines

/// What the intact lines of a damaged manifest still tell, whatever stood between them.
///
/// Only what holds by itself is taken: which store it is, what was acknowledged, what compaction must keep, and which
/// damage was accepted. Which segments count is left to the segments.
package struct ManifestRemains: Sendable {
    package var identity: StoreIdentity?
    package var acknowledged = SequenceNumber.none
    /// Retention, index definitions and accepted damage, in their order.
    package var entries: [ManifestEntry] = []
    /// Bytes of the file; 0 where it is gone.
    package var size: Int64 = 0

    package init() {}

    /// A manifest that cannot be read at all tells nothing.
    package init(_ folder: any Folder, generation: UInt64) {
        guard let file = try? folder.open(FileName.manifest(generation), .read, .readManifest) else { return }
        defer { file.close() }
        guard let bytes = try? file.readAll(limit: ManifestReader.maxBytes, .readManifest) else { return }
        size = Int64(bytes.count)
        bytes.withUnsafeBytes { bytes in
            var at = 0
            while at < bytes.count, let end = bytes.newline(from: at) {
                take(UnsafeRawBufferPointer(rebasing: bytes[at..<end]))
                at = end + 1
            }
        }
    }

    private mutating func take(_ line: UnsafeRawBufferPointer) {
        guard let parsed = ManifestReader.parse(line) else { return }
        acknowledged = max(acknowledged, parsed.acknowledged)
        switch parsed.entry {
        case .store(let identity): self.identity = self.identity ?? identity
        case .retention, .indices, .gap: entries.append(parsed.entry)
        case .published(let snapshot): acknowledged = max(acknowledged, snapshot.sequence)
        case .added, .superseded, .withdrawn: break
        }
    }
}
