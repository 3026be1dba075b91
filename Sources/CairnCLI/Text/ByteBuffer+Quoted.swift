import CairnLines

extension ByteBuffer {
    /// Appends `text` as a JSON string, quotes included. Complexity: O(text).
    mutating func append(quoted text: String) {
        var text = text
        append(0x22)
        text.withUTF8 { JSONText.escape(UnsafeRawBufferPointer($0), into: &self) }
        append(0x22)
    }
}
