/// A Swift value that can be compared with a record's member: it becomes what the record's JSON has for it.
package protocol FieldValueConvertible {
    /// The value as a member would have it. ``FieldValue/absent`` for what JSON cannot say (infinite, not a number);
    /// a condition with it is refused.
    var fieldValue: FieldValue { get }
}

extension FieldValue: FieldValueConvertible {
    package var fieldValue: FieldValue { self }
}

extension Bool: FieldValueConvertible {
    package var fieldValue: FieldValue { .bool(self) }
}

extension String: FieldValueConvertible {
    package var fieldValue: FieldValue { .string(self) }
}

extension Substring: FieldValueConvertible {
    package var fieldValue: FieldValue { .string(String(self)) }
}

extension Double: FieldValueConvertible {
    package var fieldValue: FieldValue { .double(self) }
}

extension Float: FieldValueConvertible {
    package var fieldValue: FieldValue { ExactNumber(self).map(FieldValue.number) ?? .absent }
}

extension FieldValueConvertible where Self: SignedInteger & FixedWidthInteger {
    package var fieldValue: FieldValue {
        if let value = Int64(exactly: self) { return .integer(value) }
        return ExactNumber(text: description).map(FieldValue.number) ?? .absent
    }
}

extension FieldValueConvertible where Self: UnsignedInteger & FixedWidthInteger {
    package var fieldValue: FieldValue {
        if let value = UInt64(exactly: self) { return .number(ExactNumber(value)) }
        return ExactNumber(text: description).map(FieldValue.number) ?? .absent
    }
}

extension Int: FieldValueConvertible {}
extension Int8: FieldValueConvertible {}
extension Int16: FieldValueConvertible {}
extension Int32: FieldValueConvertible {}
extension Int64: FieldValueConvertible {}
extension Int128: FieldValueConvertible {}
extension UInt: FieldValueConvertible {}
extension UInt8: FieldValueConvertible {}
extension UInt16: FieldValueConvertible {}
extension UInt32: FieldValueConvertible {}
extension UInt64: FieldValueConvertible {}
extension UInt128: FieldValueConvertible {}

extension Optional: FieldValueConvertible where Wrapped: FieldValueConvertible {
    /// The value, or null.
    package var fieldValue: FieldValue { self?.fieldValue ?? .null }
}

/// An enum or a wrapper is written as its raw value; its type says so by conforming, and need not say more.
extension FieldValueConvertible where Self: RawRepresentable, RawValue: FieldValueConvertible {
    package var fieldValue: FieldValue { rawValue.fieldValue }
}
