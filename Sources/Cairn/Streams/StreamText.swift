// An event is a record like any other, and so is what is known of a stream as a whole; both are written in one
// transaction. So events are durable, followed, compacted and recovered as records are, and there is no second format:
//
//     {"type":"stream-event", … "data":{"id":"order-17@3","event":{"paid":{"amount":12}}}}
//     {"type":"stream-head",  … "data":{"id":"order-17","first":1,"kept":1,"last":3}}

/// Names and JSON of streams.
enum StreamText {
    static let eventKind = "stream-event"
    static let headKind = "stream-head"
    /// No record may be called so.
    static let kinds: Set = [eventKind, headKind]
    /// The longest name of a stream: with a version behind it, it must do for an id.
    static let mostNameBytes = 1_000

    struct Head: Codable {
        var id: String
        /// The first that may be read.
        var first = 1
        /// The first whose line was not removed yet: truncating a long stream takes several transactions.
        var kept = 1
        var last = 0

        var extent: StreamExtent { StreamExtent(first: first, last: last) }

        /// Nothing that was read from a disk is believed.
        var isSound: Bool { kept >= 1 && first >= kept && last >= 0 && last < Int.max - 1 && first <= last + 1 }
    }

    static func check(_ stream: String) throws(StateError) {
        guard !stream.isEmpty, stream.utf8.count <= mostNameBytes else {
            throw StateError(.invalidRecord, "the name of a stream has 1 to \(mostNameBytes) bytes")
        }
    }

    static func head(of stream: String) -> RecordName { RecordName(kind: headKind, id: stream) }

    static func event(_ version: Int, of stream: String) -> RecordName {
        RecordName(kind: eventKind, id: "\(stream)@\(version)")
    }

    static func encode(_ value: some Encodable, _ name: RecordName) throws(StateError) -> [UInt8] {
        do { return try RecordEncoder().encode(value) } catch {
            throw StateError(.invalidRecord, "the \(name) cannot be written as JSON", cause: error)
        }
    }

    static func decode<Value: Decodable>(
        _ type: Value.Type, _ json: [UInt8], _ name: RecordName
    ) throws(StateError) -> Value {
        do { return try RecordDecoder().decode(type, from: json) } catch {
            throw StateError(.undecodable, "\(name) is not a \(type); read it as what was appended", cause: error)
        }
    }
}

/// An event as it stands in the log.
struct WrittenEvent<Event: Encodable>: Encodable {
    var id: String
    var event: Event
}

/// The same, read back.
struct ReadEvent<Event: Decodable>: Decodable { var event: Event }
