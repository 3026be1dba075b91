/// How keys compare: byte by byte, a key before all of which it is a prefix. Eight bytes at a time.
enum KeyOrder {
    /// The first eight bytes as a number that compares as they do; zeros stand for what is missing.
    @inline(__always)
    static func head(_ bytes: UnsafeRawPointer, _ count: Int) -> UInt64 {
        if count >= 8 { return UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)) }
        var head: UInt64 = 0
        var shift: UInt64 = 56
        for index in 0..<count {
            head |= UInt64(bytes.load(fromByteOffset: index, as: UInt8.self)) &<< shift
            shift &-= 8
        }
        return head
    }

    /// What of a head belongs to a key of `count` bytes, fewer than eight.
    @inline(__always)
    static func mask(_ count: Int) -> UInt64 { UInt64.max << UInt64(truncatingIfNeeded: 64 &- 8 &* count) }

    /// How many bytes both begin with.
    static func commonPrefix(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let limit = min(left.count, right.count)
        guard limit > 0, let a = left.baseAddress, let b = right.baseAddress else { return 0 }
        var index = 0
        while index &+ 8 <= limit {
            let difference =
                a.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                ^ b.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if difference != 0 { return index &+ UInt64(littleEndian: difference).trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < limit, left[index] == right[index] { index &+= 1 }
        return index
    }

    /// Negative, zero or positive, as the left key is before, the same as or after the right one.
    static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let shared = commonPrefix(left, right)
        if shared < left.count, shared < right.count { return Int(left[shared]) &- Int(right[shared]) }
        return left.count &- right.count
    }

    /// The same for keys of one's own.
    static func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
        left.withUnsafeBytes { left in right.withUnsafeBytes { compare(left, $0) } }
    }
}
