internal import CairnLines
package import FoundationEssentials

extension UUID: FieldValueConvertible {
    /// Its text in capital letters, as Foundation writes it.
    package var fieldValue: FieldValue { .string(uuidString) }
}

extension Date: FieldValueConvertible {
    /// RFC 3339 in UTC with six digits of a second, rounded to the nearest microsecond; moments before the year 1 and
    /// after 9999 are the nearest that can be written. ``FieldValue/absent`` if it is not a number.
    package var fieldValue: FieldValue {
        let microseconds = (timeIntervalSinceReferenceDate * 1_000_000).rounded()
        guard !microseconds.isNaN else { return .absent }
        // The reference date is 2001; what does not fit is far beyond the year 9999.
        let bounded = min(max(microseconds, -1e18), 1e18)
        return FieldValue(Timestamp(microseconds: Int64(bounded) + 978_307_200_000_000))
    }
}

extension FieldValue {
    /// A moment as records have it.
    init(_ time: Timestamp) {
        var formatter = TimestampFormatter()
        self = .string(formatter.withText(of: time) { String(decoding: $0, as: UTF8.self) })
    }
}
