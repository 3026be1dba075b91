internal import CairnLines

extension StoredLine {
    /// Takes a line apart. nil for the engine's own lines.
    init?(_ line: UnsafeRawBufferPointer, _ envelope: Envelope) {
        guard let form = Form(envelope.form) else { return nil }
        let key = LineReader.keyBytes(of: envelope, in: line)
        let at = key.firstIndex(of: 0) ?? key.count
        self.init(
            sequence: SequenceNumber(envelope.sequence), form: form, kind: String(decoding: key[..<at], as: UTF8.self),
            id: String(decoding: key.dropFirst(at + 1), as: UTF8.self),
            timestamp: String(decoding: line[envelope.timestamp], as: UTF8.self), bytes: Array(line),
            body: envelope.body ?? 0..<0)
    }
}

extension StoredLine.Form {
    /// nil for the engine's own lines.
    init?(_ form: Envelope.Form) {
        switch form {
        case .record: self = .record
        case .update: self = .update
        case .delete: self = .delete
        case .control: return nil
        }
    }
}
