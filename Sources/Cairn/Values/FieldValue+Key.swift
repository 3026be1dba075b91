// Values as byte strings whose order is that of the values, so that an index is a tree of byte strings and knows
// nothing of types. Each encoding ends itself (none begins another one), so an id can follow it.
//
//     absent      10
//     null        20
//     false true  30 31
//     number      40 ~(point digits)      negative: all bits of what a positive one has are turned over
//                 41                      zero
//                 42 point digits
//     string      50 bytes 00 00          a zero byte within is 00 ff
//                 50 bytes 00 01          cut: the string goes on after the first ``maxKeyTextBytes`` bytes
//     structure   60
//
//     point       80 + point              from -100 to 100; else 00 or ff and four bytes
//     digits      two digits a byte, 2·pair + 1 while more follow, 2·pair for the last
//
//     100   42 83 14          12.5   42 82 19 64          "ab"   50 61 62 00 00
//
// A longer number with the same beginning is greater, as no number ends in 0; that is what the lowest bit says. In a
// string the end sorts before every byte that could follow, the cut mark after the end.

extension FieldValue {
    /// How many bytes of a string an index key and a sort order keep. It is more than nearly every name, address or
    /// date has; longer ones that differ only later share a key, and must be checked.
    package static let maxKeyTextBytes = 256

    /// The longest key: a string of nothing but zero bytes that is cut.
    package static let maxKeyBytes = 1 + 2 * maxKeyTextBytes + 2

    enum Tag {
        static let absent: UInt8 = 0x10
        static let null: UInt8 = 0x20
        static let `false`: UInt8 = 0x30
        static let `true`: UInt8 = 0x31
        static let negative: UInt8 = 0x40
        static let zero: UInt8 = 0x41
        static let positive: UInt8 = 0x42
        static let string: UInt8 = 0x50
        static let structure: UInt8 = 0x60
        /// After all keys and whatever follows them, for no id has such a byte.
        static let end: UInt8 = 0xff
    }

    /// Appends the key: memcmp's order of keys is the order of values, except that strings which are equal in their
    /// first ``maxKeyTextBytes`` bytes and longer have one key. At most ``maxKeyBytes``. Complexity: O(bytes).
    package func appendKey(to bytes: inout [UInt8]) { append(to: &bytes, limit: Self.maxKeyTextBytes) }

    /// The key on its own.
    package var key: [UInt8] {
        var bytes: [UInt8] = []
        appendKey(to: &bytes)
        return bytes
    }

    /// The key without a cut: different values have different ones.
    var exactKey: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes, limit: .max)
        return bytes
    }

    private func append(to bytes: inout [UInt8], limit: Int) {
        switch self {
        case .absent: bytes.append(Tag.absent)
        case .null: bytes.append(Tag.null)
        case .bool(let value): bytes.append(value ? Tag.true : Tag.false)
        case .number(let value): value.appendKey(to: &bytes)
        case .structure: bytes.append(Tag.structure)
        case .string(let value):
            bytes.append(Tag.string)
            value.withRawBytes { text in
                Self.append(UnsafeRawBufferPointer(rebasing: text.prefix(limit)), to: &bytes)
                bytes.append(0)
                bytes.append(text.count > limit ? 1 : 0)
            }
        }
    }

    /// Bytes with each zero byte followed by ff, and no end.
    static func append(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        guard text.contains(0) else { return bytes.append(contentsOf: text) }
        for byte in text {
            bytes.append(byte)
            if byte == 0 { bytes.append(0xff) }
        }
    }
}

extension ExactNumber {
    fileprivate func appendKey(to bytes: inout [UInt8]) {
        guard !isZero else { return bytes.append(FieldValue.Tag.zero) }
        bytes.append(isNegative ? FieldValue.Tag.negative : FieldValue.Tag.positive)
        let from = bytes.count
        if point >= -100 && point <= 100 {
            bytes.append(UInt8(truncatingIfNeeded: 128 &+ point))
        } else {
            bytes.append(point < 0 ? 0x00 : 0xff)
            let shifted = UInt32(bitPattern: point) ^ 0x8000_0000
            for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: shifted &>> shift)) }
        }
        appendPairs(to: &bytes)
        if isNegative { for at in from..<bytes.count { bytes[at] = ~bytes[at] } }
    }

    private func appendPairs(to bytes: inout [UInt8]) {
        var rest = head
        for place in 0..<10 {
            var pair = UInt8(truncatingIfNeeded: rest / 100_000_000_000_000_000)
            rest = rest % 100_000_000_000_000_000 &* 100
            // The tenth pair has the last digit of the head and the first one of the tail.
            if place == 9, let next = tail.first { pair &+= next }
            let isLast = place == 9 ? tail.count <= 1 : rest == 0 && tail.isEmpty
            bytes.append(pair &* 2 &+ (isLast ? 0 : 1))
            if isLast { return }
        }
        var at = 1
        while at < tail.count {
            let pair = tail[at] &* 10 &+ (at &+ 1 < tail.count ? tail[at &+ 1] : 0)
            at &+= 2
            bytes.append(pair &* 2 &+ (at < tail.count ? 1 : 0))
        }
    }
}
