internal import CairnLines
internal import FoundationEssentials

/// Dates as text by RFC 3339.
///
/// A `Date` is a double of seconds since 2001, a timestamp counts microseconds since 1970. Whole seconds and the
/// fraction are turned over apart: a product of the whole would be rounded, in far years by more than a microsecond.
enum DateText {
    /// Seconds from 1970 to 2001.
    private static let epoch: Int64 = 978_307_200

    /// The nearest microsecond; nil before the year 1 and after 9999.
    static func timestamp(of date: Date) -> Timestamp? {
        let time = date.timeIntervalSinceReferenceDate
        // Wider than the years that can be written, narrower than an integer.
        guard time.magnitude < 1e12 else { return nil }
        let whole = time.rounded(.down)
        let fraction = Int64(((time - whole) * 1e6).rounded())
        let moment = Timestamp(microseconds: (Int64(whole) &+ epoch) &* 1_000_000 &+ fraction)
        return moment >= .earliest && moment <= .latest ? moment : nil
    }

    static func date(of time: Timestamp) -> Date {
        var second = time.microseconds / 1_000_000
        var fraction = time.microseconds &- second &* 1_000_000
        if fraction < 0 {
            fraction &+= 1_000_000
            second &-= 1
        }
        return Date(timeIntervalSinceReferenceDate: Double(second &- epoch) + Double(fraction) / 1e6)
    }

    /// Reads a time in any form of RFC 3339: small `t` and `z`, an offset instead of them, a fraction of any length.
    ///
    /// nil for anything else, a 61st second included. Digits beyond microseconds are cut off.
    static func read(_ text: UnsafeRawBufferPointer) -> Date? {
        if let time = Timestamp(parsing: text) { return date(of: time) }
        return readUnusual(text)
    }

    /// Turns the text into the form that a timestamp has, and moves it by the offset.
    private static func readUnusual(_ text: UnsafeRawBufferPointer) -> Date? {
        // The longest zone is `+02:00`; before it stand 19 bytes of date and time, and a fraction of any length.
        guard text.count >= 20, let (offset, zoneLength) = zone(text) else { return nil }
        let end = text.count &- zoneLength
        guard end >= 19 else { return nil }
        var usual = [UInt8](text[0..<19])
        if usual[10] == 0x74 || usual[10] == 0x20 { usual[10] = 0x54 }
        if end > 19 {
            guard text[19] == 0x2e, end > 20 else { return nil }
            for at in 20..<end where text[at] &- 0x30 > 9 { return nil }
            usual += text[19..<min(end, 26)]
        }
        usual.append(0x5a)
        guard let time = usual.withUnsafeBytes({ Timestamp(parsing: $0) }) else { return nil }
        return date(of: Timestamp(microseconds: time.microseconds &- offset &* 60_000_000))
    }

    /// The zone at the end: its minutes, and the length of its text.
    private static func zone(_ text: UnsafeRawBufferPointer) -> (minutes: Int64, length: Int)? {
        let last = text[text.count &- 1]
        if last == 0x5a || last == 0x7a { return (0, 1) }
        guard text.count >= 25 else { return nil }
        let zone = text[(text.count &- 6)...].map { $0 }
        guard zone[0] == 0x2b || zone[0] == 0x2d, zone[3] == 0x3a else { return nil }
        let digits = [zone[1], zone[2], zone[4], zone[5]].map { Int64($0) - 0x30 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard hours < 24, minutes < 60 else { return nil }
        return ((hours * 60 + minutes) * (zone[0] == 0x2d ? -1 : 1), 6)
    }
}
