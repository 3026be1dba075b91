/// The last 64 bytes of a file of hints.
struct HintFoot: Sendable {
    var identity: HintIdentity
    var count: Int
    var sum: UInt64

    /// Errors: `.length` where the count does not agree with the file's length, `.notHints` for an unknown kind or
    /// bytes that are not zero where they must be.
    init(_ bytes: UnsafeRawBufferPointer, fileBytes: Int) throws(HintError) {
        guard bytes.count == HintFile.footBytes else { throw HintError(.length) }
        func word(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        func long(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        let entryBytes = fileBytes &- HintFile.headBytes &- HintFile.footBytes
        guard entryBytes >= 0, entryBytes % HintEntry.byteCount == 0,
            long(40) == UInt64(entryBytes / HintEntry.byteCount)
        else { throw HintError(.length) }
        guard let kind = HintIdentity.Kind(rawValue: word(0)), long(48) == 0 else { throw HintError(.notHints) }
        identity = HintIdentity(
            kind: kind, segment: SegmentID(word(4)), first: SequenceNumber(long(8)), last: SequenceNumber(long(16)),
            contentBytes: long(24), digestPrefix: long(32))
        count = entryBytes / HintEntry.byteCount
        sum = long(56)
    }
}
