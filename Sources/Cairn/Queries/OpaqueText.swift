/// Bytes as text that is safe in URLs and file names (RFC 4648, section 5), without padding.
enum OpaqueText {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Complexity: O(n).
    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var (word, bits) = (0, 0)
        for byte in bytes {
            word = (word &<< 8 | Int(byte)) & 0xffff
            bits &+= 8
            while bits >= 6 {
                bits &-= 6
                text.append(letters[word &>> bits & 63])
            }
        }
        if bits > 0 { text.append(letters[word &<< (6 &- bits) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil for a letter that is none, a length that cannot be, or bits left over that are not 0. Complexity: O(n).
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (word, bits) = (0, 0)
        for letter in text.utf8 {
            guard let value = letters.firstIndex(of: letter) else { return nil }
            word = (word &<< 6 | value) & 0xffff
            bits &+= 6
            if bits >= 8 {
                bits &-= 8
                bytes.append(UInt8(truncatingIfNeeded: word &>> bits))
            }
        }
        return bits < 6 && word & (1 &<< bits &- 1) == 0 ? bytes : nil
    }
}
