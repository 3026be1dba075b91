extension FieldValue {
    /// What a record's JSON has for a value that a condition names; nil where only its own type can tell.
    ///
    /// An enum is written as its raw value, whose order need not be that of its cases.
    init?(comparing value: Any, isOrdered: Bool) {
        if let value = value as? any FieldValueConvertible {
            self = value.fieldValue
        } else if !isOrdered, let state = value as? any RawRepresentable & Encodable {
            self.init(state: state)
        } else {
            return nil
        }
    }

    /// An enum as a record has it; ``absent``, which no condition and no rule can name, if it is no single value.
    init(state: some RawRepresentable & Encodable) {
        let json = (try? RecordEncoder().encode(state)) ?? []
        self = json.withUnsafeBytes { FieldValue(json: $0) } ?? .absent
    }
}
