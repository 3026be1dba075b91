// The tape: a JSON text as a flat row of 64-bit words.
//
// To answer "where does `data` end?", "which members has this object?" or "is this JSON at all?" nobody needs a tree.
// The scanner walks the bytes once, from left to right, and writes down where each value begins and ends. Numbers and
// strings are not decoded: their text stays where it is, so it is preserved by construction.
//
//     byte   0         1         2         3
//            0123456789012345678901234567890123
//            {"seq":7,"data":{"id":"a\n"},"x":[]}
//
//     word  kind    start end            meaning
//      0    object    0   36   ┐
//      1    skip 12, 3 members ┘         the object ends on the tape before word 12
//      2    string    1    6             "seq"         a member is a name ...
//      3    number    7    8             7             ... and the value after it
//      4    string    9   15             "data"
//      5    object   16   28   ┐
//      6    skip 9, 1 member   ┘         whoever does not care about `data` goes on at word 9
//      7    string   17   21             "id"
//      8    string   22   27  escaped    "a\n"         a backslash was seen: decode before comparing
//      9    string   29   32             "x"
//     10    array    33   35   ┐
//     11    skip 12, 0 elements┘
//
// Twelve words in all.
//
// A scalar takes one word, an object or array two. The first word holds the kind (3 bits), the escape mark (1 bit) and
// two offsets of 28 bits; the second one the skip link and the number of members or elements. While a container is
// still open, its second word holds the place of the container around it instead of the skip link: the tape is the
// scanner's stack as well. So there is no recursion, nothing is allocated but the tape, and depth is a counter that is
// compared with a limit. A text of a million brackets costs what its first 513 bytes cost.
//
// What is accepted is RFC 8259, no more and no less; the choices that it leaves open are listed in
// Docs/JSONPolicies.md. That names differ within an object is not grammar and is asked for separately
// (`refuseDuplicateNames(in:)`).

/// The places of all values of one JSON text. Scan again to reuse its memory.
///
/// The tape does not keep the bytes: whoever asks it for a range looks the range up in the bytes that were scanned.
package struct JSONTape: ~Copyable {
    /// What a word stands for.
    @frozen package enum Kind: UInt8, Sendable { case object, array, string, number, `true`, `false`, null }

    /// A place on the tape. The root is at 0; a container's first child is two words after it.
    package typealias Place = Int

    var words = ByteBuffer(capacity: 64 * MemoryLayout<UInt64>.stride)
    /// How many words are written.
    package internal(set) var count = 0
    /// How many bytes of white space the text has outside strings.
    package internal(set) var whiteSpace = 0
    /// How many containers stand inside one another at the deepest place: 0 for a scalar, 1 for `{}`.
    package internal(set) var deepest = 0

    package init() {}

    /// What kind of value stands at `place`.
    package func kind(_ place: Place) -> Kind {
        Kind(rawValue: UInt8(truncatingIfNeeded: word(place) &>> 57)) ?? .null
    }

    /// The text of the value, quotes or braces included.
    package func range(_ place: Place) -> Range<Int> {
        let word = word(place)
        let start = Int(truncatingIfNeeded: word & Self.offsetMask)
        let end = Int(truncatingIfNeeded: word &>> 28 & Self.offsetMask)
        return Range(uncheckedBounds: (start, max(start, end)))
    }

    /// The text of a string, inside its quotes.
    package func inside(_ place: Place) -> Range<Int> {
        let all = range(place)
        return Range(uncheckedBounds: (all.lowerBound &+ 1, max(all.lowerBound &+ 1, all.upperBound &- 1)))
    }

    /// Whether a string contains a backslash.
    package func isEscaped(_ place: Place) -> Bool { word(place) &>> 56 & 1 != 0 }

    /// The place after this value, whatever is in it. Complexity: O(1).
    package func after(_ place: Place) -> Place {
        switch kind(place) {
        case .object, .array: Int(truncatingIfNeeded: word(place &+ 1) & 0xffff_ffff)
        default: place &+ 1
        }
    }

    /// How many members or elements an object or array has; none for a scalar.
    package func children(_ place: Place) -> Int {
        switch kind(place) {
        case .object, .array: Int(truncatingIfNeeded: word(place &+ 1) &>> 32)
        default: 0
        }
    }

    static let offsetMask: UInt64 = 1 << 28 - 1

    @inline(__always)
    func word(_ place: Int) -> UInt64 {
        precondition(place >= 0 && place < count, "a place beyond the tape")
        return words.base.load(fromByteOffset: place &<< 3, as: UInt64.self)
    }

    @inline(__always)
    mutating func setWord(_ place: Int, _ word: UInt64) {
        precondition(place >= 0 && place < count, "a place beyond the tape")
        words.base.storeBytes(of: word, toByteOffset: place &<< 3, as: UInt64.self)
    }

    /// Adds a word. Errors: `.tooManyValues`.
    @inline(__always)
    mutating func append(_ word: UInt64, at offset: Int) throws(LineError) {
        if count &<< 3 &+ 8 > words.capacity { try grow(at: offset) }
        words.base.storeBytes(of: word, toByteOffset: count &<< 3, as: UInt64.self)
        count &+= 1
    }

    @inline(never)
    private mutating func grow(at offset: Int) throws(LineError) {
        guard count < Limits.maxTapeWords else { throw LineError(.tooManyValues, at: offset) }
        words.removeAll()
        words.reserve(count &<< 3)
        words.advance(by: count &<< 3)
        words.reserve(count &<< 3)
    }
}
