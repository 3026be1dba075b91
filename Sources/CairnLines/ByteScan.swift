// Looking at eight bytes at once. A 64-bit register holds eight bytes; the tests below mark each byte that has a
// property by its top bit. Marks are exact up to and including the first (lowest) one; above it, a borrow may have
// set further ones, which is why callers use only the first mark, or whether there is any. What other rooms use as well
// is inlined there: a call costs more than what it does.

/// Repeats one byte eight times.
@inlinable @inline(__always)
package func spread(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

/// Marks the bytes that are zero.
@inline(__always)
func zeroMarks(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
}

/// Marks the bytes that cannot stand plainly in a JSON string of ASCII: quote, backslash, below space, above 0x7f.
@inline(__always)
func stringMarks(_ word: UInt64) -> UInt64 {
    let control = (word &- spread(0x20)) & ~word
    return (zeroMarks(word ^ spread(0x22)) | zeroMarks(word ^ spread(0x5c)) | control | word) & spread(0x80)
}

extension UnsafeRawPointer {
    /// One byte.
    @inlinable @inline(__always)
    package func byte(_ offset: Int = 0) -> UInt8 { load(fromByteOffset: offset, as: UInt8.self) }

    /// Eight bytes, the first in the lowest place.
    @inlinable @inline(__always)
    package func word(_ offset: Int = 0) -> UInt64 {
        loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
    }

    /// Whether the bytes here are those of `token`, of 2 to 16 bytes; as many must be readable. Two overlapping loads
    /// instead of a loop: the compiler folds the token's side into constants.
    @inline(__always)
    func matches(_ token: StaticString) -> Bool {
        let length = token.utf8CodeUnitCount
        let other = UnsafeRawPointer(token.utf8Start)
        if length >= 8 {
            return word() == other.word() && word(length &- 8) == other.word(length &- 8)
        }
        if length >= 4 {
            return loadUnaligned(as: UInt32.self) == other.loadUnaligned(as: UInt32.self)
                && loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self)
                    == other.loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self)
        }
        return loadUnaligned(as: UInt16.self) == other.loadUnaligned(as: UInt16.self)
            && byte(length &- 1) == other.byte(length &- 1)
    }
}

extension UnsafeRawBufferPointer {
    /// The part from `range.lowerBound` to before `range.upperBound`; the caller vouches that it lies within.
    @inline(__always)
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }

    /// Whether both hold the same bytes. Complexity: O(n), nothing but lengths if they differ.
    func sameBytes(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let a = baseAddress, let b = other.baseAddress else { return count == 0 }
        var at = 0
        while at &+ 8 <= count {
            if a.word(at) != b.word(at) { return false }
            at &+= 8
        }
        while at < count {
            if a.byte(at) != b.byte(at) { return false }
            at &+= 1
        }
        return true
    }
}
