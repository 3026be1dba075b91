internal import CairnLines

/// Marks the bytes that must be escaped in a JSON string: quote, backslash, below space.
@inline(__always)
func escapeMarks(_ word: UInt64) -> UInt64 {
    let ones = spread(0x01)
    let quotes = word ^ spread(0x22)
    let backslashes = word ^ spread(0x5c)
    let found = ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
    return (found | ((word &- spread(0x20)) & ~word)) & spread(0x80)
}

extension UnsafeRawPointer {
    /// Four bytes, the first in the lowest place.
    @inline(__always)
    func half(_ offset: Int = 0) -> UInt32 { loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian }

    /// One to seven bytes, the first in the lowest place, spaces above them.
    @inline(__always)
    func shortWord(_ length: Int) -> UInt64 {
        var word: UInt64
        if length >= 4 {
            word = UInt64(half()) | UInt64(half(length &- 4)) &<< UInt64(truncatingIfNeeded: (length &- 4) &<< 3)
        } else {
            let middle = UInt64(byte(length &>> 1)) &<< UInt64(truncatingIfNeeded: (length &>> 1) &<< 3)
            let last = UInt64(byte(length &- 1)) &<< UInt64(truncatingIfNeeded: (length &- 1) &<< 3)
            word = UInt64(byte()) | middle | last
        }
        word |= spread(0x20) &<< UInt64(truncatingIfNeeded: length &<< 3)
        return word
    }

    /// Whether `length` bytes here are those at `other`.
    @inline(__always)
    func matches(_ other: UnsafeRawPointer, _ length: Int) -> Bool {
        if length >= 8 {
            var at = 0
            while at &+ 8 <= length {
                if word(at) != other.word(at) { return false }
                at &+= 8
            }
            return word(length &- 8) == other.word(length &- 8)
        }
        return length == 0 || shortWord(length) == other.shortWord(length)
    }
}

/// Gives `body` the bytes of a string, without a copy of it, which would count references.
@inline(__always)
func withUTF8<R>(of text: String, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    if let result = try text.utf8.withContiguousStorageIfAvailable({ try body(UnsafeRawBufferPointer($0)) }) {
        return result
    }
    var copy = text
    return try copy.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
}
