import CairnLog

/// Records whose lines, as they are stored, take a given number of bytes.
struct SampleLine: Sendable {
    /// What the log adds around a record's JSON, with sequences of seven digits.
    private static let frame = 119
    private static let digits = 10
    private let template: [UInt8]
    private let at: Int

    init(bytes: Int) {
        let start = Array("{\"id\":\"".utf8)
        let middle = Array("\",\"name\":\"".utf8)
        let end = Array("\"}".utf8)
        let fixed = Self.frame + start.count + Self.digits + middle.count + end.count
        let text = (0..<max(1, bytes - fixed)).map { UInt8(97 + $0 % 26) }
        template = start + [UInt8](repeating: 0x30, count: Self.digits) + middle + text + end
        at = start.count
    }

    /// The record with this number as its id.
    func entry(_ number: Int) throws(LogError) -> Entry {
        var json = template
        var rest = number
        var place = at + Self.digits
        while rest > 0, place > at {
            place -= 1
            json[place] = UInt8(0x30 + rest % 10)
            rest /= 10
        }
        return try Entry.record(kind: "plan", json: json)
    }
}
