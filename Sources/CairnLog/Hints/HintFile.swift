/// The form of a file of hints, and both ways to and from memory.
///
/// Hints let a key table be filled without the lines being read. They are derived: whoever cannot read them, or finds
/// them to be of something else, derives them again. All numbers are little-endian.
///
/// ```
/// head     0  "cairnidx"                  8
///          8  version                     4
///         12  bytes of an entry, 40       4
/// entries 16  40 bytes each:
///             hash.high                   8
///             hash.low                    8
///             sequence                    8
///             segment                     4
///             offset                      4
///             length << 4 | act           4   act 1 record, 2 update, 3 delete
///             seconds since 1970          4
/// foot        kind, 1 segment 2 snapshot  4
///             segment                     4
///             first sequence              8
///             last sequence               8
///             bytes of the content        8
///             SHA-256 of it, first bytes  8
///             count of entries            8
///             zero                        8
///             XXH3-64 of all before       8
/// ```
///
/// What it describes stands in the foot, so that a writer need not know it before it is done.
package enum HintFile {
    static let magic = Array("cairnidx".utf8)
    static let version: UInt32 = 1
    static let headBytes = 16
    static let footBytes = 64
    /// What is read or written at a time, in whole entries: large enough that calls cost nothing.
    static let entriesAtOnce = 1 << 20 / HintEntry.byteCount

    /// The bytes of a whole file. Errors: `.memory`. Complexity: O(n).
    package static func encode(_ entries: [HintEntry], _ identity: HintIdentity) throws(HintError) -> [UInt8] {
        var encoder = try HintEncoder(roomFor: headBytes &+ footBytes &+ entries.count &* HintEntry.byteCount)
        for entry in entries { encoder.append(entry) }
        encoder.finish(identity)
        return encoder.drain { Array($0) }
    }

    /// A view of hints that are in memory, after everything about them was checked.
    ///
    /// Errors: all of `HintError`'s but `.disk`; any flipped bit is refused. Complexity: O(n), nothing is copied.
    package static func decode(
        _ bytes: UnsafeRawBufferPointer, expecting identity: HintIdentity? = nil
    ) throws(HintError) -> HintView {
        guard bytes.count >= headBytes &+ footBytes else { throw HintError(.length) }
        try checkHead(UnsafeRawBufferPointer(rebasing: bytes.prefix(headBytes)))
        let foot = try HintFoot(UnsafeRawBufferPointer(rebasing: bytes.suffix(footBytes)), fileBytes: bytes.count)
        if let identity, foot.identity != identity { throw HintError(.otherContent) }
        guard var sum = RunningSum() else { throw HintError(.memory) }
        sum.update(UnsafeRawBufferPointer(rebasing: bytes.dropLast(8)))
        guard sum.value == foot.sum else { throw HintError(.checksum) }
        let view = HintView(
            identity: foot.identity,
            entries: UnsafeRawBufferPointer(rebasing: bytes[headBytes..<bytes.count &- footBytes]))
        try view.check()
        return view
    }

    static func checkHead(_ head: UnsafeRawBufferPointer) throws(HintError) {
        guard head.count >= headBytes, head.starts(with: magic) else { throw HintError(.notHints) }
        let version = UInt32(littleEndian: head.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        let entryBytes = UInt32(littleEndian: head.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
        guard version == Self.version, entryBytes == HintEntry.byteCount else { throw HintError(.version) }
    }
}
