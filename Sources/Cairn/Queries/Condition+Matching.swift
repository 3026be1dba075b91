internal import CairnLines

extension Condition {
    /// Whether the record says so; `record` is its JSON object, which is known to be JSON.
    ///
    /// Only the members that are asked for are looked at, and these are compared in place. On anything but JSON the
    /// answer means nothing, but nothing outside the bytes is read. Recurses as deep as ``check()`` allowed.
    /// Complexity: O(terms · bytes); nothing is allocated but for escaped strings and arrays.
    package func matches(_ record: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .compare(let path, let comparison, let value):
            guard value.isLiteral else { return comparison == .notEqual }
            guard let order = path.find(in: record).flatMap({ FieldText.compare($0, value) }) else {
                return comparison == .notEqual
            }
            return comparison.holds(order)
        case .range(let path, let range):
            guard let text = path.find(in: record), let low = FieldText.compare(text, range.low), low >= 0,
                let high = FieldText.compare(text, range.high)
            else { return false }
            return range.isClosed ? high <= 0 : high < 0
        case .among(let path, let values):
            guard let text = path.find(in: record) else { return false }
            return values.contains { FieldText.compare(text, $0) == 0 }
        case .prefix(let path, let prefix):
            guard let text = path.find(in: record), FieldText.rank(of: text) == .string else { return false }
            return FieldText.withPlain(text) { plain in
                prefix.withRawBytes { ByteOrder.begins(plain, with: $0) }
            } ?? false
        case .contains(let path, let value):
            return path.find(in: record).map { Self.contains($0, value) } ?? false
        case .exists(let path): return path.find(in: record) != nil
        case .all(let parts): return parts.allSatisfy { $0.matches(record) }
        case .any(let parts): return parts.contains { $0.matches(record) }
        case .not(let inner): return !inner.matches(record)
        }
    }

    /// The same, for a record in an array.
    package func matches(_ record: [UInt8]) -> Bool { record.withUnsafeBytes { matches($0) } }

    private static func contains(_ text: UnsafeRawBufferPointer, _ value: FieldValue) -> Bool {
        switch (text.first, value) {
        case (0x22, .string(let part)):
            return FieldText.withPlain(text) { plain in
                part.withRawBytes { ByteOrder.contains(plain, $0) }
            } ?? false
        case (0x5b, _): return hasElement(text, value)
        default: return false
        }
    }

    private static func hasElement(_ array: UnsafeRawBufferPointer, _ value: FieldValue) -> Bool {
        var tape = JSONTape()
        do throws(LineError) { try tape.scan(array) } catch { return false }
        var place = 2
        let end = tape.after(0)
        while place < end {
            let element = UnsafeRawBufferPointer(rebasing: array[tape.range(place)])
            if FieldText.compare(element, value) == 0 { return true }
            place = tape.after(place)
        }
        return false
    }
}
