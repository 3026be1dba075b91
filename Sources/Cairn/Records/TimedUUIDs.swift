package import FoundationEssentials

/// Makes UUIDs of version 7 (RFC 9562) of which each is greater than the one before, whatever the clock does.
///
///     time, 48 bits of milliseconds | 7 | counter, 12 bits | 10 | chance, 62 bits
///
/// The counter begins anew with each millisecond, in its lower half, so that there is room behind it. Where that is
/// used up, or the clock was set back, time is what was counted to: two thousand ids in a millisecond are more than
/// one process stores, so it does not run ahead for long.
package struct TimedUUIDs {
    /// The time and the counter of the last one.
    private var last: UInt64 = 0

    private static let counterBits: UInt64 = 12
    private static let timeMask: UInt64 = 1 << 48 - 1

    package init() {}

    /// The next one.
    ///
    /// - Parameter milliseconds: Since 1970; its lower 48 bits count, which last until the year 10889.
    package mutating func next(milliseconds: UInt64, using random: inout some RandomNumberGenerator) -> UUID {
        let start = (milliseconds & Self.timeMask) << Self.counterBits | random.next() & 0x7ff
        last = max(start, last &+ 1)
        let high = (last >> Self.counterBits) << 16 | 0x7000 | last & 0xfff
        return UUID(high: high, low: random.next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000)
    }
}

extension UUID {
    fileprivate init(high: UInt64, low: UInt64) {
        var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &bytes) { target in
            target.storeBytes(of: high.bigEndian, as: UInt64.self)
            target.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        self.init(uuid: bytes)
    }
}
