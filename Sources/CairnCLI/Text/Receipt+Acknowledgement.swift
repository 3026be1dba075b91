import CairnLines
import CairnLog

extension Receipt {
    /// Appends `{"seq":123,"id":"…"}` and a newline.
    func appendAcknowledgement(to text: inout ByteBuffer) {
        text.append("{\"seq\":")
        text.appendDecimal(sequence.number)
        text.append(",\"id\":")
        text.append(quoted: id)
        text.append("}\n")
    }
}
