/// A mistake in a query's text: where it is and what to write instead.
struct QueryMistake: Error {
    /// The byte of the text at which it was noticed.
    var offset: Int
    var message: String

    /// How much of a line is shown on either side of the mistake.
    private static let shown = 60

    /// The error for the user: the message with its column, the line, and a caret under the place.
    ///
    ///     expected a value after `>=`, at column 10
    ///       score >= && a
    ///                ^
    func error(in text: String) -> StateError {
        let bytes = Array(text.utf8)
        let at = min(offset, bytes.count)
        let lineStart = bytes[..<at].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        let lineEnd = bytes[at...].firstIndex(of: 0x0a) ?? bytes.count
        let before = Self.visible(bytes[lineStart..<at])
        let after = Self.visible(bytes[at..<lineEnd])
        let line = bytes[..<lineStart].count(where: { $0 == 0x0a }) + 1
        let place = bytes.contains(0x0a) ? "line \(line), column \(before.count + 1)" : "column \(before.count + 1)"
        let left = before.count > Self.shown ? ["…"] + before.suffix(Self.shown) : before
        let right = after.count > Self.shown ? after.prefix(Self.shown) + ["…"] : after
        let caret = String(repeating: " ", count: left.count) + "^"
        return StateError(.invalidQuery, "\(message), at \(place)\n  \(String(left + right))\n  \(caret)")
    }

    /// Each character in one column: tabs and control characters are spaces.
    private static func visible(_ bytes: ArraySlice<UInt8>) -> [Character] {
        String(decoding: bytes, as: UTF8.self).map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } ? $0 : " " }
    }
}
