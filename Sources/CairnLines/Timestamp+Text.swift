extension Timestamp {
    /// Reads RFC 3339 in UTC: `2026-11-20T20:13:00Z` with none to nine digits of a fraction after the seconds, capital
    /// `T` and `Z`, years 0001 to 9999, no 61st second. Digits beyond microseconds are cut off.
    ///
    /// nil for anything else. Complexity: O(1).
    package init?(parsing text: UnsafeRawBufferPointer) {
        guard let start = text.baseAddress, text.count >= 20, text.count <= 30,
            let seconds = Self.seconds(start), start.byte(text.count &- 1) == 0x5a
        else { return nil }
        var fraction: Int64 = 0
        if text.count > 20 {
            guard start.byte(19) == 0x2e, text.count > 21 else { return nil }
            var scale: Int64 = 100_000
            for at in 20..<text.count &- 1 {
                let digit = start.byte(at) &- 0x30
                guard digit < 10 else { return nil }
                fraction &+= Int64(digit) &* scale
                scale /= 10
            }
        }
        self.init(microseconds: seconds &* 1_000_000 &+ fraction)
    }

    /// Whether a timestamp of the writer's form and its closing quote stand at the cursor: what `init(parsing:)` takes,
    /// with six digits of a fraction.
    @inline(__always)
    static func isText(_ cursor: LineCursor) -> Bool {
        guard cursor.room > textLength else { return false }
        let here = cursor.start + cursor.at
        // The bytes from 19 to 26 are `.123456Z`.
        return seconds(here) != nil
            && hasForm(here.word(19), zero: 0x5a30_3030_3030_302e, slack: 0x0f06_0606_0606_060f)
    }

    /// Seconds since 1970 of the 19 bytes `2026-11-20T20:13:00`; nil if they are not a time.
    @inline(__always)
    private static func seconds(_ here: UnsafeRawPointer) -> Int64? {
        guard hasForm(here.word(0), zero: 0x2d30_302d_3030_3030, slack: 0x0f06_060f_0606_0606),
            hasForm(here.word(8), zero: 0x3030_3a30_3054_3030, slack: 0x0606_0f06_060f_0606),
            here.byte(16) == 0x3a, here.byte(17) &- 0x30 < 6, here.byte(18) &- 0x30 < 10
        else { return nil }
        let day = CalendarDay(year: pair(here) &* 100 &+ pair(here + 2), month: pair(here + 5), day: pair(here + 8))
        let (hour, minute) = (pair(here + 11), pair(here + 14))
        guard day.isReal, hour < 24, minute < 60 else { return nil }
        return Int64(day.number &* 86_400 &+ hour &* 3_600 &+ minute &* 60 &+ pair(here + 17))
    }

    /// Whether eight bytes have the form of `zero`, where each `0` stands for any digit.
    ///
    /// Against its pattern a digit leaves 0 to 9 and punctuation leaves 0. `slack` lifts whatever is more into the
    /// upper half of its byte: 6 for a digit, 15 for punctuation.
    @inline(__always)
    private static func hasForm(_ word: UInt64, zero: UInt64, slack: UInt64) -> Bool {
        let rest = word ^ zero
        return (rest | (rest &+ slack)) & spread(0xf0) == 0
    }

    @inline(__always)
    private static func pair(_ here: UnsafeRawPointer) -> Int {
        Int(here.byte(0) &- 0x30) &* 10 &+ Int(here.byte(1) &- 0x30)
    }
}
