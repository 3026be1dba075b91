internal import CairnLines

/// The members of a record itself: their names and the text of their values, in the order in which they stand.
public struct RecordMembers: Sendable {
    /// Names, decoded, and values as JSON text.
    public private(set) var list: [(name: String, value: ArraySlice<UInt8>)] = []

    /// - Parameter json: One JSON object, as records are.
    /// - Errors: `.undecodable` for anything else.
    /// - Complexity: O(n).
    public init(of json: [UInt8]) throws(StateError) {
        do throws(LineError) {
            try json.withUnsafeBufferPointer { (bytes) throws(LineError) in
                let bytes = UnsafeRawBufferPointer(bytes)
                var tape = JSONTape()
                try tape.scan(bytes)
                guard tape.kind(0) == .object else { return }
                var place = 2
                let end = tape.after(0)
                while place < end {
                    let value = tape.range(place + 1)
                    list.append((try Self.text(tape.inside(place), tape.isEscaped(place), bytes), json[value]))
                    place = tape.after(place + 1)
                }
            }
        } catch { throw StateError(.undecodable, "the record is not a JSON object", cause: error) }
    }

    /// The names of members that only one of two versions has, or that differ. Complexity: O(n · m) in members.
    public func changed(since old: RecordMembers?) -> [String] {
        let before = old?.list ?? []
        let present = list.filter { member in
            !before.contains { $0.name.utf8.elementsEqual(member.name.utf8) && $0.value == member.value }
        }
        let gone = before.filter { member in !list.contains { $0.name.utf8.elementsEqual(member.name.utf8) } }
        return (present + gone).map(\.name)
    }

    /// The UTF-8 of a value that is a string; nil for any other. Complexity: O(n).
    public static func text(of value: ArraySlice<UInt8>) -> [UInt8]? {
        guard value.first == UInt8(ascii: "\"") else { return nil }
        return value.withUnsafeBytes { bytes in FieldText.withPlain(bytes) { [UInt8]($0) } }
    }

    private static func text(
        _ inside: Range<Int>, _ isEscaped: Bool, _ bytes: UnsafeRawBufferPointer
    ) throws(LineError) -> String {
        let part = UnsafeRawBufferPointer(rebasing: bytes[inside])
        guard isEscaped else { return String(decoding: part, as: UTF8.self) }
        var buffer = ByteBuffer()
        try JSONText.unescape(part, into: &buffer)
        return buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    }
}
