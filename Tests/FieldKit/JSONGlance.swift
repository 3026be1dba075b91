/// Finds a member in a line of JSON that we wrote ourselves: names and texts without escapes, the first one counts.
///
/// Deliberately not the product's reader: what checks it must not share its mistakes.
package enum JSONGlance {
    /// The number after `"name":`.
    package static func number(_ name: String, in line: some Collection<UInt8>) -> UInt64? {
        guard let rest = value(name, in: line) else { return nil }
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return UInt64(String(decoding: digits, as: UTF8.self))
    }

    /// The text after `"name":`.
    package static func text(_ name: String, in line: some Collection<UInt8>) -> String? {
        guard let rest = value(name, in: line), rest.first == UInt8(ascii: "\"") else { return nil }
        let inner = rest.dropFirst()
        guard let end = inner.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        return String(decoding: inner[..<end], as: UTF8.self)
    }

    private static func value(_ name: String, in line: some Collection<UInt8>) -> ArraySlice<UInt8>? {
        let bytes = ArraySlice(line)
        let key = Array("\"\(name)\"".utf8)
        var start = bytes.startIndex
        while let quote = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) {
            let rest = bytes[quote...]
            start = quote + 1
            guard rest.starts(with: key) else { continue }
            let after = rest.dropFirst(key.count).drop { $0 == UInt8(ascii: " ") }
            guard after.first == UInt8(ascii: ":") else { continue }
            return after.dropFirst().drop { $0 == UInt8(ascii: " ") }
        }
        return nil
    }
}
