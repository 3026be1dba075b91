internal import CairnDisk

/// Makes ids for records that came without: UUIDv7, so that ids sort by the time of their making.
package enum RecordID {
    package static func make() -> [UInt8] {
        let milliseconds = UInt64(clamping: SystemClock().now() / 1_000)
        var generator = SystemRandomNumberGenerator()
        let high = milliseconds << 16 | 0x7000 | generator.next() & 0x0FFF
        return Array(text(high, generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000).utf8)
    }

    /// The usual text of 128 bits: 8-4-4-4-12 lower-case hex digits.
    package static func text(_ high: UInt64, _ low: UInt64) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 36) { out in
            var at = 0
            for nibble in 0..<32 {
                if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                    out[at] = 0x2D
                    at += 1
                }
                let word = nibble < 16 ? high : low
                out[at] = digits[Int(word >> UInt64(60 - nibble % 16 * 4) & 0xF)]
                at += 1
            }
            return 36
        }
    }
}
