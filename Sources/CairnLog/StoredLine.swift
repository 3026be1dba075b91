/// One line as it stands in the store.
public struct StoredLine: Sendable {
    /// What a line says about its key.
    public enum Form: String, Sendable, Codable { case record, update, delete }

    /// The record's place in the order.
    public var sequence: SequenceNumber
    /// What it says about its key.
    public var form: Form
    /// The record's kind.
    public var kind: String
    /// The record's id.
    public var id: String
    /// RFC 3339, as written.
    public var timestamp: String
    /// The line, without its newline.
    public var bytes: [UInt8]
    /// The JSON object in it: `data` of a record, `changes` of an update; empty for a removal.
    public var body: Range<Int>

    /// The JSON object in it, as bytes.
    public var json: ArraySlice<UInt8> { bytes[body] }
}

/// The state of one key.
public struct StoredRecord: Sendable {
    /// The sequence of the line that made it what it is.
    public var sequence: SequenceNumber
    /// When that line was staged, RFC 3339.
    public var timestamp: String
    /// The record: the last whole line with all later changes applied.
    public var json: [UInt8]
    /// The store is damaged, and a newer version of this record may be among what is lost.
    public var mayBeOutdated = false
}

/// Says that a write is done, as durably as it asked to be.
public struct Receipt: Sendable, Codable {
    /// The record's place in the order.
    public var sequence: SequenceNumber
    /// The record's id.
    public var id: String
}
