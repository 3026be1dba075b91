/// Reads lines: checks the sum and finds the places of what a line says about itself.
///
/// There are two ways through. A line in the canonical order, as `LineWriter` writes it, is recognised token by token
/// without looking at its data (the sum vouches for it). Everything else that is valid takes the tape. Both give the
/// same envelope for every line that the writer produces; see Docs/JSONPolicies.md for what is refused.
package enum LineReader {
    /// Reads one line, given without its newline.
    ///
    /// `checkingSum` off means that the caller has checked it before: in the canonical order the body is still taken on
    /// trust. For a line that nothing vouches for, such as one edited by hand, use `readAnyOrder(_:)`.
    ///
    /// Errors: those of `LineSum.check(line:)`, of `JSONTape.scan(_:)`, `.duplicateName`, and the codes of `LineError`
    /// about members, kinds and ids. Complexity: O(n), mostly the sum's; no allocation in the canonical order.
    package static func read(
        _ line: UnsafeRawBufferPointer, checkingSum: Bool = true
    ) throws(LineError) -> Envelope {
        guard line.count < Limits.maxLineBytes else { throw LineError(.tooLong, at: Limits.maxLineBytes) }
        if checkingSum {
            try LineSum.check(line: line)
        } else if !LineSum.hasForm(line) {
            return try readAnyOrder(line)
        }
        if let envelope = readCanonical(line) { return envelope }
        return try readAnyOrder(line)
    }

    /// The bytes of a line's key: kind, a zero byte, id, both decoded. Complexity: O(key).
    package static func keyBytes(of envelope: Envelope, in line: UnsafeRawBufferPointer) -> [UInt8] {
        var key = ByteBuffer(capacity: envelope.kind.count &+ 1 &+ envelope.id.count)
        appendDecoded(envelope.kind, envelope.kindIsEscaped, of: line, to: &key)
        key.append(0)
        appendDecoded(envelope.id, envelope.idIsEscaped, of: line, to: &key)
        return key.withBytes { [UInt8]($0) }
    }

    /// The hash of a line's key. Complexity: O(key); allocates only if something is escaped.
    package static func keyHash(
        of envelope: Envelope, in line: UnsafeRawBufferPointer, seed: UInt64
    ) -> KeyHash {
        if !envelope.kindIsEscaped && !envelope.idIsEscaped {
            return KeyHash.of(kind: line.part(envelope.kind), id: line.part(envelope.id), seed: seed)
        }
        return keyBytes(of: envelope, in: line).withUnsafeBytes { KeyHash.of(keyBytes: $0, seed: seed) }
    }

    private static func appendDecoded(
        _ range: Range<Int>, _ isEscaped: Bool, of line: UnsafeRawBufferPointer, to key: inout ByteBuffer
    ) {
        let text = line.part(range)
        guard isEscaped else { return key.append(text) }
        let length = key.count
        do {
            try JSONText.unescape(text, into: &key)
        } catch {
            // Not from this reader's envelope, which has checked its escapes: take the text as it is written.
            key.truncate(to: length)
            key.append(text)
        }
    }
}
