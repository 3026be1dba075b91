internal import CairnLines

/// The members of a record while it is migrated. What is not touched keeps its exact text, numbers and members that
/// nobody knows included.
public struct RecordObject: Sendable {
    private var members: [(name: String, value: ArraySlice<UInt8>)]

    /// - Errors: `.undecodable` for anything but one JSON object.
    init(_ json: [UInt8]) throws(StateError) { members = try RecordMembers(of: json).list }

    /// The names of the members, in their order.
    public var names: [String] { members.map(\.name) }

    /// Whether there is a member of this name, `null` or not.
    public func contains(_ name: String) -> Bool { place(of: name) != nil }

    /// The value of a member; nil where it is absent or `null`.
    ///
    /// - Errors: `DecodingError` for a value that is no such thing.
    public func get<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value? {
        guard let place = place(of: name) else { return nil }
        return try RecordDecoder().decode(Value?.self, from: Array(members[place].value))
    }

    /// Gives a member a value, whether it is there or not. A new one stands behind the others.
    ///
    /// - Errors: `EncodingError` for what cannot be written as JSON.
    public mutating func set(_ name: String, to value: some Encodable) throws {
        let text = try RecordEncoder().encode(value)[...]
        if let place = place(of: name) {
            members[place].value = text
        } else {
            members.append((name, text))
        }
    }

    /// Gives a member another name. Nothing happens where it is absent.
    ///
    /// - Errors: `.invalidRecord` where there is a member of the new name already.
    public mutating func rename(_ old: String, to new: String) throws(StateError) {
        guard let place = place(of: old), !old.utf8.elementsEqual(new.utf8) else { return }
        guard !contains(new) else {
            throw StateError(.invalidRecord, "\(old) cannot be called \(new): there is a member of that name")
        }
        members[place].name = new
    }

    /// Takes a member out. Nothing happens where it is absent.
    public mutating func remove(_ name: String) { members.removeAll { $0.name.utf8.elementsEqual(name.utf8) } }

    /// The object as JSON.
    var json: [UInt8] {
        var buffer = ByteBuffer()
        buffer.append(0x7b)
        for (place, member) in members.enumerated() {
            buffer.append(place == 0 ? "\"" : ",\"")
            var name = member.name
            name.withUTF8 { JSONText.escape(UnsafeRawBufferPointer($0), into: &buffer) }
            buffer.append("\":")
            member.value.withUnsafeBytes { buffer.append($0) }
        }
        buffer.append(0x7d)
        return buffer.withBytes { [UInt8]($0) }
    }

    /// Compared as bytes: two names that Swift calls equal may be two different members.
    private func place(of name: String) -> Int? { members.firstIndex { $0.name.utf8.elementsEqual(name.utf8) } }
}
