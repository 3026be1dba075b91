internal import CairnLines

/// Reads the timestamps of a log's lines, most of which stand in the same second as the one before: what is the same
/// text is not worked out again.
struct LineClock {
    /// The last text up to its seconds, as three overlapping words, and what it stands for.
    private var second: (UInt64, UInt64, UInt64) = (0, 0, 0)
    private var microsecondsOfSecond: Int64?

    /// Microseconds since 1970; 0 for a text that is no time. Complexity: O(1).
    mutating func microseconds(_ text: UnsafeRawBufferPointer) -> Int64 {
        guard text.count == Timestamp.textLength, let start = text.baseAddress else {
            return Timestamp(parsing: text)?.microseconds ?? 0
        }
        // `2026-11-20T20:13:00`: bytes 0 to 7, 8 to 15, 11 to 18.
        let words = (
            start.loadUnaligned(as: UInt64.self), start.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
            start.loadUnaligned(fromByteOffset: 11, as: UInt64.self)
        )
        if words == second, let known = microsecondsOfSecond, let fraction = Self.fraction(start) {
            return known &+ fraction
        }
        guard let time = Timestamp(parsing: text)?.microseconds else { return 0 }
        second = words
        microsecondsOfSecond = Self.fraction(start).map { time &- $0 }
        return time
    }

    /// The six digits of `.123456Z`; nil for any other form.
    private static func fraction(_ start: UnsafeRawPointer) -> Int64? {
        guard start.load(fromByteOffset: 19, as: UInt8.self) == 0x2E,
            start.load(fromByteOffset: 26, as: UInt8.self) == 0x5A
        else { return nil }
        var fraction: Int64 = 0
        for at in 20..<26 {
            let digit = start.load(fromByteOffset: at, as: UInt8.self) &- 0x30
            guard digit < 10 else { return nil }
            fraction = fraction &* 10 &+ Int64(digit)
        }
        return fraction
    }
}
