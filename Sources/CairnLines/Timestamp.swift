/// A moment: microseconds since the start of 1970 in UTC, without leap seconds, as the system's clock counts.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Negative before 1970.
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    /// The length of the text that the formatter writes: `2026-11-20T20:13:00.123456Z`.
    package static let textLength = 27

    /// 0001-01-01T00:00:00.000000Z; what is before it is written as it.
    package static let earliest = Timestamp(microseconds: -62_135_596_800_000_000)
    /// 9999-12-31T23:59:59.999999Z; what is after it is written as it.
    package static let latest = Timestamp(microseconds: 253_402_300_799_999_999)

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }
}

/// A day of the Gregorian calendar, also before 1582, by the arithmetic of eras of 400 years that begin in March.
struct CalendarDay {
    var year: Int
    var month: Int
    var day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day so many days after 1970-01-01; `number` is within the years of `Timestamp`.
    init(number: Int) {
        let shifted = number &+ 719_468
        let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
        let dayOfEra = shifted &- era &* 146_097
        let leaps = dayOfEra / 1_460 &- dayOfEra / 36_524 &+ dayOfEra / 146_096
        let yearOfEra = (dayOfEra &- leaps) / 365
        let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
        let fromMarch = (5 &* dayOfYear &+ 2) / 153
        day = dayOfYear &- (153 &* fromMarch &+ 2) / 5 &+ 1
        month = fromMarch < 10 ? fromMarch &+ 3 : fromMarch &- 9
        year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01, for a year of 1 to 9999.
    var number: Int {
        let year = month <= 2 ? self.year &- 1 : self.year
        let era = year / 400
        let yearOfEra = year &- era &* 400
        let fromMarch = month > 2 ? month &- 3 : month &+ 9
        let dayOfYear = (153 &* fromMarch &+ 2) / 5 &+ day &- 1
        let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
        return era &* 146_097 &+ dayOfEra &- 719_468
    }

    /// Whether there is such a day in the years 1 to 9999.
    @inline(__always)
    var isReal: Bool {
        guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1 else { return false }
        if day <= 28 { return true }
        if month == 2 { return day == 29 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        // 31 days in odd months up to July and in even ones after it.
        return day <= 30 || (day == 31 && (month &+ month &>> 3) & 1 == 1)
    }
}
