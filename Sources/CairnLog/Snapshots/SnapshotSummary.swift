/// What a snapshot holds; writer and reader come to the same.
package struct SnapshotSummary: Sendable, Hashable {
    package var lines: Int
    /// Of the text, newlines included.
    package var contentBytes: Int
    /// Of the text.
    package var digest: SHA256Value
    /// Of the compressed file.
    package var fileBytes: Int

    package init(lines: Int, contentBytes: Int, digest: SHA256Value, fileBytes: Int) {
        self.lines = lines
        self.contentBytes = contentBytes
        self.digest = digest
        self.fileBytes = fileBytes
    }
}
