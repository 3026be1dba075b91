internal import CXXHash

/// A 128-bit hash of a record's key: XXH3-128 over kind, a zero byte, id, all decoded.
///
/// The zero byte keeps `("ab","c")` and `("a","bc")` apart; no kind contains one (``KindRule``), an id may.
package struct KeyHash: Sendable, Hashable {
    package var low: UInt64
    package var high: UInt64

    package init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// The hash of a key given in its two decoded parts. Complexity: O(n), no allocation up to 512 bytes.
    package static func of(kind: UnsafeRawBufferPointer, id: UnsafeRawBufferPointer, seed: UInt64) -> KeyHash {
        let length = kind.count &+ 1 &+ id.count
        // Constant sizes are taken from the stack; nearly all keys are short.
        if length <= 128 {
            return withUnsafeTemporaryAllocation(byteCount: 128, alignment: 16) { join(kind, id, seed, in: $0) }
        }
        if length <= 512 {
            return withUnsafeTemporaryAllocation(byteCount: 512, alignment: 16) { join(kind, id, seed, in: $0) }
        }
        return withUnsafeTemporaryAllocation(byteCount: length, alignment: 16) { join(kind, id, seed, in: $0) }
    }

    /// The hash of a key's bytes as `LineReader.keyBytes(of:in:)` gives them.
    package static func of(keyBytes: UnsafeRawBufferPointer, seed: UInt64) -> KeyHash {
        let hash = XXH3_128bits_withSeed(keyBytes.baseAddress, keyBytes.count, seed)
        return KeyHash(low: hash.low64, high: hash.high64)
    }

    @inline(__always)
    private static func join(
        _ kind: UnsafeRawBufferPointer, _ id: UnsafeRawBufferPointer, _ seed: UInt64,
        in room: UnsafeMutableRawBufferPointer
    ) -> KeyHash {
        guard let target = room.baseAddress else { return KeyHash(low: 0, high: 0) }
        if let source = kind.baseAddress { target.copyMemory(from: source, byteCount: kind.count) }
        target.storeBytes(of: 0, toByteOffset: kind.count, as: UInt8.self)
        if let source = id.baseAddress {
            (target + kind.count + 1).copyMemory(from: source, byteCount: id.count)
        }
        return of(keyBytes: UnsafeRawBufferPointer(start: target, count: kind.count &+ 1 &+ id.count), seed: seed)
    }
}
