/// One record's key and JSON, written over for each record: making it costs the contenders next to nothing.
///
/// Every contender keeps the same 142 bytes. Letters come from the number and the salt, so that nothing compresses that
/// would not compress in a program.
struct SampleText {
    static let keyBytes = 16
    static let jsonBytes = template.count
    private static let template = Array(
        (#"{"id":"0000000000000000","name":"aaaaaaaaaaaaaaaa","note":""# + String(repeating: "a", count: 48)
            + #"","score":1000000000,"active":true}"#).utf8)
    private static let idAt = 7
    private static let nameAt = idAt + keyBytes + 10
    private static let noteAt = nameAt + 16 + 10
    private static let scoreAt = noteAt + 48 + 10

    private(set) var key = [UInt8](repeating: 0x30, count: keyBytes)
    private(set) var json = template

    /// The record of this number; another salt is another version of it.
    mutating func set(_ number: Int, salt: Int) {
        setKey(number)
        for place in 0..<Self.keyBytes { json[Self.idAt + place] = key[place] }
        let seed = UInt64(bitPattern: Int64(number)) &* 1_000_003 &+ UInt64(bitPattern: Int64(salt))
        setLetters(at: Self.nameAt, Random.mixed(seed))
        for piece in 0..<3 { setLetters(at: Self.noteAt + piece * 16, Random.mixed(seed &+ UInt64(piece) &+ 1)) }
        Self.setDigits(&json, Self.scoreAt, 10, Self.score(number))
    }

    mutating func setKey(_ number: Int) { Self.setDigits(&key, 0, Self.keyBytes, number) }

    /// Rises with the number, and always has ten digits.
    static func score(_ number: Int) -> Int { 1_000_000_000 + number }

    /// What a typed record is made of.
    var strings: (id: String, name: String, note: String) {
        (
            String(decoding: key, as: UTF8.self), String(decoding: json[Self.nameAt..<Self.nameAt + 16], as: UTF8.self),
            String(decoding: json[Self.noteAt..<Self.noteAt + 48], as: UTF8.self)
        )
    }

    private mutating func setLetters(at start: Int, _ bits: UInt64) {
        for place in 0..<16 { json[start + place] = 0x61 &+ UInt8(truncatingIfNeeded: (bits >> (4 * place)) & 15) }
    }

    private static func setDigits(_ bytes: inout [UInt8], _ start: Int, _ count: Int, _ number: Int) {
        var rest = number
        for place in stride(from: start + count - 1, through: start, by: -1) {
            bytes[place] = 0x30 + UInt8(rest % 10)
            rest /= 10
        }
    }
}
