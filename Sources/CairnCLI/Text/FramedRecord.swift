import CairnLines
import CairnLog

/// A record as machines are told of it: what the store knows of it, and the record's own bytes. They stay as they are;
/// a decoder in between would change numbers.
struct FramedRecord {
    var sequence: SequenceNumber
    var timestamp: String
    var kind: String
    var id: String
    /// What was done to it, where that is told.
    var change: String?
    /// False where that may not be all that was done to it; nil where it is not told.
    var isCertain: Bool?
    /// Members that changed, where they are told.
    var changed: [String]?
    /// The record; nil where it was removed.
    var json: [UInt8]?

    /// Appends one object, without a newline.
    func append(to text: inout ByteBuffer) {
        text.append("{\"seq\":")
        text.appendDecimal(sequence.number)
        text.append(",\"timestamp\":")
        text.append(quoted: timestamp)
        text.append(",\"type\":")
        text.append(quoted: kind)
        text.append(",\"id\":")
        text.append(quoted: id)
        if let change {
            text.append(",\"change\":")
            text.append(quoted: change)
        }
        if let isCertain { text.append(isCertain ? ",\"certain\":true" : ",\"certain\":false") }
        if let changed {
            text.append(",\"changed\":[")
            for (index, name) in changed.enumerated() {
                if index > 0 { text.append(",") }
                text.append(quoted: name)
            }
            text.append("]")
        }
        if let json {
            text.append(",\"data\":")
            text.append(json)
        }
        text.append("}")
    }
}

extension Console {
    /// One framed record, a line.
    func write(_ record: FramedRecord) throws {
        var text = ByteBuffer(capacity: (record.json?.count ?? 0) + 256)
        record.append(to: &text)
        text.append("\n")
        try text.withBytes { try output.write($0) }
    }
}
