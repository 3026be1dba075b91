internal import CairnLines

/// One kind's records point at those of a kind, perhaps its own.
struct Relation: Sendable {
    /// The kind that points.
    let source: String
    /// The kind that is pointed at.
    let target: String
    /// The index over the member that does.
    let definition: IndexDefinition
    let onDelete: OptionalRelationRule
    /// Refuses what is no record of the source.
    let check: @Sendable (_ json: [UInt8], _ name: RecordName) throws(StateError) -> Void

    /// The member's value in a record.
    func value(in json: [UInt8]) -> FieldValue { json.withUnsafeBytes { FieldValue(at: definition.path, in: $0) } }

    /// The record that a value of the member names; nil where it names none.
    ///
    /// - Throws: `.tooLarge` for an id of which an index has only the beginning, `.invalidRecord` for what is no id.
    func target(of value: FieldValue, in name: RecordName) throws(StateError) -> RecordName? {
        switch value {
        case .absent, .null: return nil
        case .number(let number): return RecordName(kind: target, id: number.description)
        case .string(let id):
            guard id.utf8.count <= FieldValue.maxKeyTextBytes else { throw tooLong(name) }
            return RecordName(kind: target, id: id)
        case .bool, .structure:
            throw StateError(.invalidRecord, "the \(definition.name) of \(name) is \(value), which is no id")
        }
    }

    /// Where the index has those that point at a record. Ids that are digits may stand in JSON as text or as a number.
    func ranges(of id: String) -> [KeyRange] {
        guard id.utf8.count <= FieldValue.maxKeyTextBytes else { return [] }
        var ranges = [KeyRange(point: FieldValue.string(id).key)]
        let number = id.withRawBytes { ExactNumber(json: $0) }
        if let number, number.description == id { ranges.append(KeyRange(point: FieldValue.number(number).key)) }
        return ranges
    }

    /// The merge patch that takes the member out of a record.
    var detachment: [UInt8] {
        let members = definition.path.members
        let opening = members.map { "{" + FieldValue.string($0).json + ":" }.joined()
        return Array((opening + "null" + String(repeating: "}", count: members.count)).utf8)
    }

    func tooLong(_ name: RecordName) -> StateError {
        StateError(
            .tooLarge,
            "the \(definition.name) of \(name) has more than \(FieldValue.maxKeyTextBytes) bytes; give what is pointed "
                + "at a shorter id")
    }

    func dangling(_ name: RecordName, _ missing: RecordName) -> StateError {
        StateError(
            .dangling,
            "the \(definition.name) of \(name) is \(missing.id), and there is no \(missing); create it before, or in "
                + "the same transaction")
    }
}
