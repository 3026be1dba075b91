internal import CairnLines

/// JSON of whatever shape, as a value: a member that is stored as it stands.
///
/// In a record it is not a string that holds JSON: its text becomes part of the record's JSON, and is given back
/// unchanged, numbers of any length included. Other coders than this library's write it as a string.
public struct RawJSON: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The text in UTF-8.
    public let bytes: [UInt8]

    /// `null`.
    public static let null = RawJSON(trusted: Array("null".utf8))

    /// What the codec has read or written.
    init(trusted bytes: [UInt8]) { self.bytes = bytes }

    /// A text that came from elsewhere.
    ///
    /// - Errors: `.undecodable` for what is not one JSON value.
    public init(_ bytes: [UInt8]) throws(StateError) {
        do throws(LineError) {
            try bytes.withUnsafeBufferPointer { (text) throws(LineError) in
                var tape = JSONTape()
                try tape.scan(UnsafeRawBufferPointer(text))
            }
        } catch { throw StateError(.undecodable, "this text is not JSON; mend it where the cause says", cause: error) }
        self.bytes = bytes
    }

    /// A value as JSON, with the codec that records are written with.
    ///
    /// - Errors: `.invalidRecord` where the value cannot be written as JSON.
    public init(encoding value: some Encodable) throws(StateError) {
        do { bytes = try RecordEncoder().encode(value) } catch {
            throw StateError(.invalidRecord, "the \(type(of: value)) cannot be written as JSON", cause: error)
        }
    }

    /// The value that the text stands for.
    ///
    /// - Errors: `.undecodable`, with the place as its cause.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws(StateError) -> Value {
        do { return try RecordDecoder().decode(type, from: bytes) } catch {
            throw StateError(.undecodable, "this JSON is not a \(type); read it as what was written", cause: error)
        }
    }

    /// The one text of this value on which all writers agree (RFC 8785): what is hashed or signed.
    ///
    /// - Errors: `.undecodable` where two members of an object have one name, or a number is more than a double holds.
    /// - Complexity: O(n log n).
    public func canonical() throws(StateError) -> RawJSON {
        do throws(LineError) {
            let canonical = try bytes.withUnsafeBufferPointer { (text) throws(LineError) in
                try CanonicalJSON.bytes(of: UnsafeRawBufferPointer(text))
            }
            return RawJSON(trusted: canonical)
        } catch { throw StateError(.undecodable, "this JSON has no canonical form", cause: error) }
    }

    public var description: String { String(decoding: bytes, as: UTF8.self) }

    /// What a foreign coder is given: the text as a string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// From the string that a foreign coder was given.
    public init(from decoder: any Decoder) throws {
        try self.init(Array(decoder.singleValueContainer().decode(String.self).utf8))
    }
}
