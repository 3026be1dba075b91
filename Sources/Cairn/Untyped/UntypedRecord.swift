public import CairnLog

/// A record without its Swift type: what tools see, and programs that do not know the type.
public struct UntypedRecord: Sendable {
    /// The record's kind.
    public var kind: String
    /// The record's id.
    public var id: String
    /// The sequence of the line that made it what it is.
    public var revision: SequenceNumber
    /// When that line was accepted, RFC 3339.
    public var timestamp: String
    /// The record as one JSON object, to the byte as it is stored.
    public var json: [UInt8]
}
