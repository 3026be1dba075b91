import CairnLines

/// What a snapshot may ask of its reader: checked before memory is taken for it.
package struct SnapshotLimits: Sendable, Hashable {
    /// Bytes of text in all. A compressed file can claim a thousand times its own size.
    package var contentBytes: Int
    /// Bytes of one line without its newline: memory for one is all that a reader takes besides its windows.
    package var lineBytes: Int

    /// The longest line that a store takes.
    package static let longestLine = Limits.maxLineBytes

    /// A line as long as any store takes.
    package init(contentBytes: Int, lineBytes: Int = longestLine) {
        self.contentBytes = contentBytes
        self.lineBytes = lineBytes
    }

    /// For a writer, which knows what it writes: no bound but the longest line.
    package static let writing = SnapshotLimits(contentBytes: .max)
}
