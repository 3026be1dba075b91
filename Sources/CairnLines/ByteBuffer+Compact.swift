extension ByteBuffer {
    /// Appends a piece of JSON that begins and ends between tokens, without the white space outside its strings.
    ///
    /// Complexity: O(n); where it is known that there is none, a plain copy.
    mutating func appendCompact(_ text: UnsafeRawBufferPointer, hasWhiteSpace: Bool) {
        guard hasWhiteSpace, let start = text.baseAddress else { return append(text) }
        var walk = JSONWalk(start: start, end: text.count)
        reserve(text.count)
        while true {
            walk.skipWhite()
            let from = walk.at
            walk.skipUntilWhite()
            if from == walk.at { return }
            append(text.part(from..<walk.at))
        }
    }
}
