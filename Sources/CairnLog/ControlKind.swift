/// The types of the engine's own lines. They carry the sequence that the next record will have, and take none.
package enum ControlKind: String, Sendable {
    /// First line of a segment: whose it is, and what it follows.
    case segment = "cairn.segment"
    /// Everything before it was acknowledged; written when the log falls idle.
    case mark = "cairn.mark"
    /// Last line of a segment: count, bytes, digest.
    case seal = "cairn.seal"
    /// A hand-edited line was accepted here.
    case reseal = "cairn.reseal"
    /// Damage was accepted here by salvage.
    case gap = "cairn.gap"
    /// First and last line of a snapshot.
    case snapshot = "cairn.snapshot"
    case snapshotEnd = "cairn.snapshot.end"
    /// Lines of the manifest.
    case store = "cairn.store"
    case added = "cairn.added"
    case superseded = "cairn.superseded"
    case published = "cairn.published"
    case withdrawn = "cairn.withdrawn"
    case retention = "cairn.retention"
    case indices = "cairn.indices"

    package init?(_ bytes: UnsafeRawBufferPointer) {
        self.init(rawValue: String(decoding: bytes, as: UTF8.self))
    }
}
