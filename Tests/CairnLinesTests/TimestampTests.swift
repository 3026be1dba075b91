import CairnLines
import Testing

@Suite struct TimestampTests {
    private func parse(_ text: String) -> Int64? {
        bytes(text).withUnsafeBytes { Timestamp(parsing: $0)?.microseconds }
    }

    private func format(_ microseconds: Int64) -> String {
        var formatter = TimestampFormatter()
        return formatter.withText(of: Timestamp(microseconds: microseconds)) { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `known moments have their text`() {
        #expect(format(0) == "1970-01-01T00:00:00.000000Z")
        #expect(format(1_795_205_580_123_456) == "2026-11-20T20:13:00.123456Z")
        #expect(format(-1) == "1969-12-31T23:59:59.999999Z")
        #expect(format(951_782_400_000_000) == "2000-02-29T00:00:00.000000Z")
        #expect(format(-2_203_891_200_000_000) == "1900-03-01T00:00:00.000000Z")
        #expect(format(.min) == "0001-01-01T00:00:00.000000Z")
        #expect(format(.max) == "9999-12-31T23:59:59.999999Z")
    }

    @Test func `a second is worked out once and still every text is right`() {
        var formatter = TimestampFormatter()
        for moment in [5, 6, 999_999, 1_000_000, 1_000_001, 0, 86_400_000_000, 5] as [Int64] {
            let text = formatter.withText(of: Timestamp(microseconds: moment)) { String(decoding: $0, as: UTF8.self) }
            #expect(text == format(moment))
            #expect(parse(text) == moment)
        }
    }

    @Test func `every day of ten thousand years comes back`() {
        var day: Int64 = -719_162
        var formatter = TimestampFormatter()
        var wrong = 0
        var previous = ""
        while day <= 2_932_896 {
            let moment = Timestamp(microseconds: day * 86_400_000_000 + 43_200_000_001)
            formatter.withText(of: moment) { text in
                if Timestamp(parsing: text) != moment { wrong += 1 }
            }
            if day % 1_000 == 0 {
                let text = format(moment.microseconds)
                if text <= previous { wrong += 1 }
                previous = text
            }
            day += 7
        }
        #expect(wrong == 0)
    }

    @Test func `a fraction has none to nine digits, cut off after six`() {
        #expect(parse("2026-11-20T20:13:00Z") == 1_795_205_580_000_000)
        #expect(parse("2026-11-20T20:13:00.1Z") == 1_795_205_580_100_000)
        #expect(parse("2026-11-20T20:13:00.123456789Z") == 1_795_205_580_123_456)
        #expect(parse("1969-12-31T23:59:59.999999Z") == -1)
        #expect(parse("0001-01-01T00:00:00Z") == Timestamp.earliest.microseconds)
        #expect(parse("9999-12-31T23:59:59.999999Z") == Timestamp.latest.microseconds)
    }

    @Test func `what is no time in UTC is refused`() {
        for text in [
            "", "2026-11-20", "2026-11-20T20:13:00", "2026-11-20T20:13:00.Z", "2026-11-20T20:13:00.1234567890Z",
            "2026-11-20t20:13:00Z", "2026-11-20T20:13:00z", "2026-11-20 20:13:00Z", "2026-11-20T20:13:00+00:00",
            "2026-11-20T24:00:00Z",
            "2026-11-20T20:60:00Z", "2026-11-20T23:59:60Z", "2026-00-20T20:13:00Z", "2026-13-20T20:13:00Z",
            "2026-11-00T20:13:00Z",
            "2026-11-31T20:13:00Z", "2026-02-29T20:13:00Z", "1900-02-29T20:13:00Z", "2026-02-30T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "2026-11-2:T20:13:00Z", "2026-11-20T20:13:0/Z", "2026-11-20T20:13:00,1Z", "2026-11-20T20:13:00.12x4Z",
            "-026-11-20T20:13:00Z", "2026-1a-20T20:13:00Z", "2026-12-32T20:13:00Z", "2026-11-20T20:1300:Z",
        ] {
            #expect(parse(text) == nil, "\(text)")
        }
        #expect(Timestamp(parsing: UnsafeRawBufferPointer(start: nil, count: 0)) == nil)
        for (month, days) in zip(1...12, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
            let name = month < 10 ? "0\(month)" : "\(month)"
            #expect(parse("2026-\(name)-\(days)T00:00:00Z") != nil)
            #expect(parse("2026-\(name)-\(days + 1)T00:00:00Z") == nil)
        }
        #expect(parse("2000-02-29T00:00:00Z") != nil)
        #expect(parse("2024-02-29T00:00:00Z") != nil)
        #expect(parse("2100-02-29T00:00:00Z") == nil)
    }

    @Test func `moments are ordered`() {
        #expect(Timestamp.earliest < Timestamp(microseconds: 0))
        #expect(Timestamp.latest > Timestamp(microseconds: 0))
    }
}
