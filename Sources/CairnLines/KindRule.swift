/// What a kind may be called. A kind names a sort of record (`plan`); it is the `type` of a record's line and the
/// `target` of its updates and deletes.
package enum KindRule {
    /// Checks a kind that a user chose.
    ///
    /// Errors: `.badKind` unless it is 1 to 255 bytes of UTF-8 without a zero byte; `.reservedKind` for `update`,
    /// `delete` and everything that begins with `cairn.`, which name other forms of line.
    package static func check(_ kind: UnsafeRawBufferPointer) throws(LineError) {
        try checkText(kind)
        if form(ofType: kind) != .record { throw LineError(.reservedKind, at: 0) }
    }

    /// Checks a kind that a user chose. Errors: as above.
    package static func check(_ kind: [UInt8]) throws(LineError) {
        try kind.withUnsafeBufferPointer { (bytes) throws(LineError) in try check(UnsafeRawBufferPointer(bytes)) }
    }

    /// Length and encoding alone; a zero byte is refused because it ends the kind in a key. Errors: `.badKind`.
    static func checkText(_ kind: UnsafeRawBufferPointer) throws(LineError) {
        guard kind.count >= 1, kind.count <= Limits.maxKindBytes else { throw LineError(.badKind, at: 0) }
        if let bad = UTF8Scan.firstBad(kind) { throw LineError(.badKind, at: bad) }
        for at in 0..<kind.count where kind[at] == 0 { throw LineError(.badKind, at: at) }
    }

    /// The form of line that a decoded `type` stands for.
    @inline(__always)
    static func form(ofType type: UnsafeRawBufferPointer) -> Envelope.Form {
        guard type.count >= 6, let start = type.baseAddress else { return .record }
        if start.matches("cairn.") { return .control }
        guard type.count == 6 else { return .record }
        if start.matches("update") { return .update }
        return start.matches("delete") ? .delete : .record
    }
}
