/// What a writer wants to say, in canonical text and with every rule checked, before it has a number and a time.
///
/// It is made on the caller's side, where there are many; `LineWriter` then only frames it, where there is one. In the
/// line, the timestamp stands between its two pieces:
///
///     {"sum":…,"seq":…,"ack":…, "type":"plan", "timestamp":…  ,"data":{"id":"7"}}⏎
///                               └── head ───┘                └───── tail ──────┘
package struct LineDraft: Sendable {
    package let form: Envelope.Form
    /// Head, tail and key, one after the other.
    private let bytes: [UInt8]
    private let headEnd: Int
    private let tailEnd: Int

    /// Takes over what is known to be right: head up to `headEnd`, tail up to `tailEnd`, then the key.
    init(form: Envelope.Form, bytes: [UInt8], headEnd: Int, tailEnd: Int) {
        self.form = form
        self.bytes = bytes
        self.headEnd = headEnd
        self.tailEnd = tailEnd
    }

    /// The length of head and tail; the line is at most `Limits.maxFrameBytes` longer.
    package var byteCount: Int { tailEnd }

    /// The record's key, as `LineReader.keyBytes(of:in:)` gives it: kind, a zero byte, id. For a control line the id
    /// is empty.
    package var keyBytes: [UInt8] { withKeyBytes { [UInt8]($0) } }

    /// The key's bytes, for the length of the call.
    package func withKeyBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes { body($0.part(tailEnd..<$0.count)) }
    }

    /// The hash of the key, the same as that of the written line.
    package func keyHash(seed: UInt64) -> KeyHash {
        withKeyBytes { KeyHash.of(keyBytes: $0, seed: seed) }
    }

    /// `"type":"plan",` and `,"data":{…}}` with its newline, for the length of the call.
    @inline(__always)
    func withPieces<R>(_ body: (_ head: UnsafeRawBufferPointer, _ tail: UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes { body($0.part(0..<headEnd), $0.part(headEnd..<tailEnd)) }
    }
}
