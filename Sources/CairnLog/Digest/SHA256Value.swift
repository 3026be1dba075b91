/// A SHA-256: 32 bytes.
package struct SHA256Value: Sendable, Hashable, CustomStringConvertible {
    /// The bytes, the first in the lowest byte of the first word.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    package static let byteCount = 32

    /// The first 32 bytes of `bytes`; nil if there are not exactly so many.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        func word(_ index: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self))
        }
        words = (word(0), word(1), word(2), word(3))
    }

    /// From 64 hex digits of either case.
    package init?(hex text: some StringProtocol) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        var pending: UInt8?
        for digit in text.utf8 {
            guard let value = Self.value(ofDigit: digit), bytes.count < Self.byteCount else { return nil }
            if let high = pending {
                bytes.append(high &<< 4 | value)
                pending = nil
            } else {
                pending = value
            }
        }
        guard pending == nil, let made = bytes.withUnsafeBytes({ SHA256Value($0) }) else { return nil }
        self = made
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit &- UInt8(ascii: "A") &+ 10
        default: nil
        }
    }

    /// The first eight bytes, the first of them in the lowest byte: a short name for the whole.
    package var prefix: UInt64 { words.0 }

    package var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word &>> (UInt64($0) &* 8)) }
        }
    }

    /// 64 lower-case hex digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    package var description: String { hex }

    package static func == (a: SHA256Value, b: SHA256Value) -> Bool { a.words == b.words }

    package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
