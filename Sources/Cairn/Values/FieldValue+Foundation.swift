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
        let time = timeIntervalSinceReferenceDate
        guard !time.isNaN else { return .absent }
        // As records are written, to the same microsecond; the reference date is between the two bounds.
        return FieldValue(DateText.timestamp(of: self) ?? (time < 0 ? .earliest : .latest))
    }
}

extension FieldValue {
    /// A moment as records have it.
    init(_ time: Timestamp) {
        var formatter = TimestampFormatter()
        self = .string(formatter.withText(of: time) { String(decoding: $0, as: UTF8.self) })
    }
}
