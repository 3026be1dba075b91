// Numbers in JSON are decimal texts of any size, and one number has many texts: 1, 1.0, 1e0, 10e-1. A double cannot
// tell 9007199254740993 from 9007199254740992, and would call them equal. So a number is kept as what it says:
//
//     -0.00123   =   - 0.123 · 10^-2        head 1230000000000000000, point -2
//      100       =     0.1   · 10^3         head 1000000000000000000, point  3
//
// The first digit is never 0, and zeros at the end are left away; so equal numbers have equal parts, and order is that
// of the parts: sign, then point, then digits. The first 19 digits stand in one word, so nothing is allocated for a
// number that has no more.

/// A decimal number, exact to ``maxDigits`` digits: what a JSON number says, independent of how it is written.
package struct ExactNumber: Sendable, Hashable {
    /// How many digits count; those after them are cut off, as if they were 0, in every comparison alike. UInt64 needs
    /// 20, a double 17, decimal128 34.
    package static let maxDigits = 128

    /// The largest exponent that is told apart: what is above all has one value, what is below is 0. It keeps sums of
    /// exponents and digits far from any overflow.
    package static let maxPoint = 1_000_000_000

    package let isNegative: Bool
    /// The value is 0.digits times ten to this.
    let point: Int32
    /// The first 19 digits, the first of which is not 0; or 0 for zero.
    let head: UInt64
    /// The digits after those, one a byte, without zeros at the end.
    let tail: [UInt8]

    /// How many digits `head` has.
    static let headDigits = 19

    /// Nothing, of no sign: -0 is 0.
    package static let zero = ExactNumber(isNegative: false, point: 0, head: 0, tail: [])

    /// The parts as they are; the caller vouches that they are in the one form that a number has.
    init(isNegative: Bool, point: Int32, head: UInt64, tail: [UInt8]) {
        self.isNegative = isNegative
        self.point = point
        self.head = head
        self.tail = tail
    }

    /// An integer by its parts.
    package init(magnitude: UInt64, isNegative: Bool) {
        guard magnitude > 0 else {
            self = .zero
            return
        }
        if magnitude >= 10_000_000_000_000_000_000 {
            let last = UInt8(truncatingIfNeeded: magnitude % 10)
            self.init(isNegative: isNegative, point: 20, head: magnitude / 10, tail: last == 0 ? [] : [last])
            return
        }
        var head = magnitude
        var point: Int32 = 19
        while head < 1_000_000_000_000_000_000 {
            head &*= 10
            point &-= 1
        }
        self.init(isNegative: isNegative, point: point, head: head, tail: [])
    }

    /// A signed integer.
    package init(_ value: Int64) { self.init(magnitude: value.magnitude, isNegative: value < 0) }

    /// An unsigned integer.
    package init(_ value: UInt64) { self.init(magnitude: value, isNegative: false) }

    /// The number that a double is written as: its shortest decimal text, which is also what stands in the record.
    /// nil if it is infinite or not a number.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        if value.magnitude < 9_007_199_254_740_992, let whole = Int64(exactly: value) {
            self.init(whole)
        } else {
            self.init(text: value.description)
        }
    }

    /// As for a double; a float's shortest text is that of its own precision.
    package init?(_ value: Float) {
        guard value.isFinite else { return nil }
        self.init(text: value.description)
    }

    /// A JSON number in a string; nil if it is none.
    package init?(text: String) {
        guard let number = text.withRawBytes({ ExactNumber(json: $0) }) else { return nil }
        self = number
    }

    /// Whether it is 0.
    package var isZero: Bool { head == 0 }
}

extension ExactNumber: Comparable {
    package static func < (a: ExactNumber, b: ExactNumber) -> Bool { a.compare(b) < 0 }

    /// Negative, zero or positive, as this is less than, equal to, or greater than `other`.
    package func compare(_ other: ExactNumber) -> Int {
        if sign != other.sign { return sign &- other.sign }
        let order = compareMagnitude(other)
        return isNegative ? 0 &- order : order
    }

    private var sign: Int { isZero ? 0 : isNegative ? -1 : 1 }

    private func compareMagnitude(_ other: ExactNumber) -> Int {
        if point != other.point { return point < other.point ? -1 : 1 }
        if head != other.head { return head < other.head ? -1 : 1 }
        return ByteOrder.compare(tail, other.tail)
    }
}
