/// What a line says about itself, without its data being decoded: numbers, and places in the line.
///
/// Every range counts bytes from the line's first byte and lies within the line. Names and ids are given as they are
/// written, inside their quotes; if `…IsEscaped` is set they contain a backslash and must be decoded before they are
/// compared (`LineReader.keyBytes(of:in:)` and `LineReader.keyHash(of:in:seed:)` do).
package struct Envelope: Sendable {
    /// Which of the four kinds of line it is.
    package enum Form: UInt8, Sendable { case record, update, delete, control }

    /// A line's place in its transaction: `index` of `count`, counted from 1.
    package struct Transaction: Sendable, Hashable {
        package var index: UInt32
        package var count: UInt32

        package init(index: UInt32, count: UInt32) {
            self.index = index
            self.count = count
        }
    }

    package var sequence: UInt64
    /// The highest sequence that was acknowledged when the line was staged.
    package var acknowledged: UInt64
    package var transaction: Transaction?
    package var form: Form
    /// The `target` of an update or delete, else the `type`.
    package var kind: Range<Int>
    package var timestamp: Range<Int>
    /// The id inside its quotes, or the number as written; empty for a control line.
    package var id: Range<Int>
    package var idIsEscaped: Bool
    package var kindIsEscaped: Bool
    /// The object that is the value of `data` or `changes`, braces included.
    package var body: Range<Int>?
}
