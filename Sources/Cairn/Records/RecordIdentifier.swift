public import FoundationEssentials

/// What may name a record: something that has one text, the same as in the record's JSON.
public protocol RecordIdentifier: Hashable, Sendable, Codable {
    /// The id as the store writes it.
    var recordKey: String { get }
}

extension String: RecordIdentifier {
    /// The string itself.
    public var recordKey: String { self }
}

extension UUID: RecordIdentifier {
    /// As JSON has it: capital hex digits.
    public var recordKey: String {
        String(unsafeUninitializedCapacity: UUIDText.length) { text in
            guard let target = text.baseAddress else { return 0 }
            UUIDText.write(self, to: target)
            return UUIDText.length
        }
    }
}

extension Int: RecordIdentifier {
    /// In decimal digits.
    public var recordKey: String { String(self) }
}

extension Int64: RecordIdentifier {
    /// In decimal digits.
    public var recordKey: String { String(self) }
}

extension UInt64: RecordIdentifier {
    /// In decimal digits.
    public var recordKey: String { String(self) }
}
