/// Two records that would have one value of a unique index.
public struct DuplicateValue: Sendable, Hashable {
    /// The kind of both.
    public var kind: String
    /// The index that is unique.
    public var index: String
    /// The record that was to be written.
    public var id: String
    /// The record that has the value.
    public var holder: String
}
