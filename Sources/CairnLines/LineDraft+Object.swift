extension LineDraft {
    /// The JSON object of a record or of changes, in canonical text; nil for any other line.
    package var object: [UInt8]? {
        let start: Int
        switch form {
        case .record: start = ",\"data\":".utf8.count
        case .update: start = targetByteCount &+ ",\"changes\":".utf8.count
        default: return nil
        }
        return withPieces { _, tail in
            // Behind it: the brace that ends the line, and its newline.
            tail.count >= start &+ 2 ? [UInt8](tail.part(start..<(tail.count &- 2))) : nil
        }
    }

    /// Of `,"target":"plan","id":"7"`, which the key tells.
    private var targetByteCount: Int {
        let parts = keyBytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map { [UInt8]($0) }
        guard parts.count == 2 else { return 0 }
        var writer = DraftWriter(form, type: [], capacity: 0)
        let head = writer.buffer.count
        writer.appendTarget(parts[0], parts[1])
        return writer.buffer.count &- head
    }
}
