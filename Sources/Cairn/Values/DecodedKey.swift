/// A key read back: the value, as far as the key has it, and how many bytes it took.
package struct DecodedKey: Sendable, Hashable {
    /// The value; of a cut string the beginning.
    package var value: FieldValue
    /// Whether the string goes on after what the key has of it.
    package var isCut: Bool
    /// How many bytes the key has; an id may follow.
    package var length: Int

    /// Reads the key at the beginning of `bytes`; nil if there is none. Complexity: O(length).
    package init?(_ bytes: [UInt8]) {
        guard let tag = bytes.first else { return nil }
        self.init(value: .absent, isCut: false, length: 1)
        switch tag {
        case FieldValue.Tag.absent: value = .absent
        case FieldValue.Tag.null: value = .null
        case FieldValue.Tag.false: value = .bool(false)
        case FieldValue.Tag.true: value = .bool(true)
        case FieldValue.Tag.zero: value = .number(.zero)
        case FieldValue.Tag.structure: value = .structure
        case FieldValue.Tag.positive: guard readNumber(bytes, mask: 0) else { return nil }
        case FieldValue.Tag.negative: guard readNumber(bytes, mask: 0xff) else { return nil }
        case FieldValue.Tag.string: guard readString(bytes) else { return nil }
        default: return nil
        }
    }

    private init(value: FieldValue, isCut: Bool, length: Int) {
        self.value = value
        self.isCut = isCut
        self.length = length
    }

    private mutating func readString(_ bytes: [UInt8]) -> Bool {
        var text: [UInt8] = []
        var at = 1
        while at < bytes.count {
            let byte = bytes[at]
            at &+= 1
            if byte == 0 {
                guard at < bytes.count else { return false }
                let next = bytes[at]
                at &+= 1
                if next != 0xff {
                    guard next <= 1 else { return false }
                    isCut = next == 1
                    length = at
                    // A cut may have gone through a character; what is left of it is not shown.
                    value = .string(isCut ? Self.whole(text) : String(decoding: text, as: UTF8.self))
                    return true
                }
            }
            text.append(byte)
        }
        return false
    }

    /// The text without a character that it has only the beginning of.
    private static func whole(_ text: [UInt8]) -> String {
        var count = text.count
        while count > 0, text[count &- 1] & 0xc0 == 0x80, text.count &- count < 3 { count &-= 1 }
        if count > 0, text[count &- 1] >= 0xc0 {
            let needed = text[count &- 1] >= 0xf0 ? 4 : text[count &- 1] >= 0xe0 ? 3 : 2
            if text.count &- count &+ 1 < needed { return String(decoding: text[..<(count &- 1)], as: UTF8.self) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func readNumber(_ bytes: [UInt8], mask: UInt8) -> Bool {
        guard bytes.count > 1 else { return false }
        let first = bytes[1] ^ mask
        var point = Int32(first) &- 128
        var at = 2
        if first == 0 || first == 0xff {
            guard bytes.count >= 6 else { return false }
            var shifted: UInt32 = 0
            for byte in bytes[2..<6] { shifted = shifted &<< 8 | UInt32(byte ^ mask) }
            point = Int32(bitPattern: shifted ^ 0x8000_0000)
            at = 6
        }
        var digits: [UInt8] = []
        while at < bytes.count, digits.count <= ExactNumber.maxDigits {
            let byte = bytes[at] ^ mask
            at &+= 1
            guard byte < 200 else { return false }
            digits.append(byte / 20)
            digits.append(byte / 2 % 10)
            if byte & 1 == 0 {
                guard digits[0] != 0 else { return false }
                value = .number(ExactNumber(isNegative: mask != 0, point: Int(point), digits: digits))
                length = at
                return true
            }
        }
        return false
    }
}
