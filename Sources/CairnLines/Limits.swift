/// Every bound of the line language, in one place. What exceeds one is refused with an error that names it.
package enum Limits {
    /// The longest line, newline included. A segment of 64 MiB holds at least one line besides its header and its
    /// seal, and every offset in a line fits the 28 bits that the tape has for it.
    package static let maxLineBytes = 64 * 1024 * 1024 - 64 * 1024

    /// The longest id, decoded. An id is a name and is kept in memory while an index is built; a text is not a name.
    package static let maxIDBytes = 1024

    /// The longest kind (`type` or `target`), decoded.
    package static let maxKindBytes = 255

    /// How deep objects and arrays may nest. The tape counts, it does not recurse, so this protects only those who
    /// read the data afterwards with a parser that does.
    package static let maxDepth = 512

    /// The longest tape: 2 Mi words are 16 MiB, so that the scan of any line, growth of the tape included, stays far
    /// below 64 MiB of memory.
    package static let maxTapeWords = 2 * 1024 * 1024

    /// What a line needs besides head and tail: sum, two numbers of 20 digits, transaction, timestamp.
    package static let maxFrameBytes = 192
}
