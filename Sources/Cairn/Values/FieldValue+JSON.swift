internal import CairnLines

extension FieldValue {
    /// The value that stands in these bytes of JSON, as ``FieldPath/find(in:)`` gives them; nil if they are no value.
    ///
    /// Complexity: O(n).
    package init?(json text: UnsafeRawBufferPointer) {
        switch FieldText.rank(of: text) {
        case .null: self = .null
        case .bool: self = .bool(text.first == 0x74)
        case .number:
            guard let number = ExactNumber(json: text) else { return nil }
            self = .number(number)
        case .string:
            guard let string = FieldText.withPlain(text, { String(decoding: $0, as: UTF8.self) }) else { return nil }
            self = .string(string)
        case .structure: self = .structure
        case .absent, nil: return nil
        }
    }

    /// The value at `path` in a record's JSON, ``absent`` if there is none. Complexity: O(bytes before its end).
    package init(at path: FieldPath, in record: UnsafeRawBufferPointer) {
        self = path.find(in: record).flatMap { FieldValue(json: $0) } ?? .absent
    }

    /// The value as JSON text; for absent `absent` and for objects and arrays `…`, which no condition can name.
    package var json: String {
        switch self {
        case .absent: return "absent"
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let value): return value.description
        case .structure: return "…"
        case .string(let value):
            var buffer = ByteBuffer()
            value.withRawBytes { JSONText.escape($0, into: &buffer) }
            return "\"" + buffer.withBytes { String(decoding: $0, as: UTF8.self) } + "\""
        }
    }
}

extension FieldValue: CustomStringConvertible {
    package var description: String { json }
}

/// A value as it stands in a record: compared in place, without making a ``FieldValue`` of it.
enum FieldText {
    /// Which sort of value begins with these bytes.
    static func rank(of text: UnsafeRawBufferPointer) -> FieldValue.Rank? {
        switch text.first ?? 0 {
        case 0x22: .string
        case 0x2d, 0x30...0x39: .number
        case 0x74, 0x66: .bool
        case 0x6e: .null
        case 0x7b, 0x5b: .structure
        default: nil
        }
    }

    /// Gives `body` the bytes that a JSON string stands for; nil if it is none. Nothing is copied without an escape.
    static func withPlain<R>(_ text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> R) -> R? {
        guard text.count >= 2 else { return nil }
        let inside = UnsafeRawBufferPointer(rebasing: text[1..<text.count &- 1])
        guard inside.contains(0x5c) else { return body(inside) }
        var buffer = ByteBuffer()
        do throws(LineError) { try JSONText.unescape(inside, into: &buffer) } catch { return nil }
        return buffer.withBytes(body)
    }

    /// Negative, zero or positive, as the value in the bytes comes before, is, or comes after `value`; nil if it is of
    /// another sort, or an object or array.
    static func compare(_ text: UnsafeRawBufferPointer, _ value: FieldValue) -> Int? {
        guard rank(of: text) == value.rank else { return nil }
        switch value {
        case .null: return 0
        case .bool(let value): return (text.first == 0x74 ? 1 : 0) - (value ? 1 : 0)
        case .number(let value): return ExactNumber(json: text)?.compare(value)
        case .string(let value):
            return withPlain(text) { plain in value.withRawBytes { ByteOrder.compare(plain, $0) } }
        case .absent, .structure: return nil
        }
    }
}
