/// Writes moments as `2026-11-20T20:13:00.123456Z`, and works out date and time only when the second changes.
package struct TimestampFormatter: Sendable {
    /// The 27 bytes of the last text, in 32.
    private var text: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    private var second = Int64.min

    package init() {}

    /// Gives `body` the 27 bytes of the moment's text. Before the year 1 and after 9999 it is the nearest moment that
    /// can be written. Complexity: O(1), a few nanoseconds within one second.
    package mutating func withText<R: ~Copyable, E: Error>(
        of time: Timestamp, _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        let time = min(max(time, .earliest), .latest)
        var second = time.microseconds / 1_000_000
        var fraction = time.microseconds &- second &* 1_000_000
        if fraction < 0 {
            fraction &+= 1_000_000
            second &-= 1
        }
        write(second: second, fraction: Int(fraction))
        return try withUnsafeBytes(of: text) { (bytes) throws(E) in
            try body(UnsafeRawBufferPointer(rebasing: bytes[0..<Timestamp.textLength]))
        }
    }

    private mutating func write(second: Int64, fraction: Int) {
        let isNewSecond = second != self.second
        self.second = second
        withUnsafeMutableBytes(of: &text) { bytes in
            if isNewSecond { Self.writeSecond(second, to: bytes) }
            Self.writePair(fraction / 10_000, to: bytes, at: 20)
            Self.writePair(fraction / 100 % 100, to: bytes, at: 22)
            Self.writePair(fraction % 100, to: bytes, at: 24)
        }
    }

    private static func writeSecond(_ second: Int64, to bytes: UnsafeMutableRawBufferPointer) {
        let dayNumber = second >= 0 ? second / 86_400 : (second &- 86_399) / 86_400
        let ofDay = Int(second &- dayNumber &* 86_400)
        let day = CalendarDay(number: Int(dayNumber))
        writePair(day.year / 100, to: bytes, at: 0)
        writePair(day.year % 100, to: bytes, at: 2)
        writePair(day.month, to: bytes, at: 5)
        writePair(day.day, to: bytes, at: 8)
        writePair(ofDay / 3_600, to: bytes, at: 11)
        writePair(ofDay / 60 % 60, to: bytes, at: 14)
        writePair(ofDay % 60, to: bytes, at: 17)
        bytes[4] = 0x2d
        bytes[7] = 0x2d
        bytes[10] = 0x54
        bytes[13] = 0x3a
        bytes[16] = 0x3a
        bytes[19] = 0x2e
        bytes[26] = 0x5a
    }

    private static func writePair(_ number: Int, to bytes: UnsafeMutableRawBufferPointer, at offset: Int) {
        bytes[offset] = UInt8(truncatingIfNeeded: 0x30 &+ number / 10)
        bytes[offset &+ 1] = UInt8(truncatingIfNeeded: 0x30 &+ number % 10)
    }
}
