import CairnLines
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct JSONVerdictTests {
    @Test func `every verdict of the public parsing suites is ours`() throws {
        let cases = try VerdictCase.all()
        #expect(cases.count == 376)
        for each in cases {
            let code = refusal(each.bytes)
            switch each.verdict {
            case "y": #expect(code == nil, "\(each.name)")
            case "n": #expect(code != nil, "\(each.name)")
            default: #expect((code?.description ?? "y") == each.ours, "\(each.name)")
            }
        }
    }

    @Test func `a million brackets are refused at the first one too many`() {
        for bracket in [0x5b, 0x7b] as [UInt8] {
            let unit = bracket == 0x5b ? bytes("[") : bytes("{\"a\":")
            let text = [[UInt8]](repeating: unit, count: 1_000_000).flatMap { $0 }
            var tape = JSONTape()
            let error = #expect(throws: LineError.self) { try text.withUnsafeBytes { try tape.scan($0) } }
            #expect(error?.code == .tooDeep)
            #expect(error?.offset == 512 * unit.count)
            let words = tape.count
            #expect(words <= 3 * 512)
        }
    }

    @Test func `nesting is accepted up to the limit and not beyond`() {
        func nest(_ depth: Int) -> [UInt8] {
            [UInt8](repeating: 0x5b, count: depth) + [UInt8](repeating: 0x5d, count: depth)
        }
        #expect(refusal(nest(512)) == nil)
        #expect(refusal(nest(513)) == .tooDeep)
    }

    @Test func `a string of ten megabytes is one value`() throws {
        let text = bytes("\"") + [UInt8](repeating: 0x78, count: 10_000_000) + bytes("\"")
        var tape = JSONTape()
        try text.withUnsafeBytes { try tape.scan($0) }
        let (words, range) = (tape.count, tape.range(0))
        #expect(words == 1)
        #expect(range == 0..<text.count)
        #expect(refusal(text.dropLast()) == .notJSON)
    }

    @Test func `a text beyond the longest line is refused unread`() {
        #expect(refusal([UInt8](repeating: 0x20, count: Limits.maxLineBytes + 1)) == .tooLong)
        #expect(refusal([UInt8](repeating: 0x20, count: Limits.maxLineBytes)) == .notJSON)
    }

    @Test func `more values than the tape holds are refused`() {
        let room = Limits.maxTapeWords - 2
        func list(_ count: Int) -> [UInt8] {
            bytes("[") + [UInt8](repeating: 0x31, count: 2 * count - 1).enumerated().map { $0 % 2 == 1 ? 0x2c : $1 }
                + bytes("]")
        }
        #expect(refusal(list(room)) == nil)
        #expect(refusal(list(room + 1)) == .tooManyValues)
    }

    @Test func `nothing at all is no JSON`() {
        #expect(refusal([]) == .notJSON)
        var tape = JSONTape()
        #expect(throws: LineError.self) { try tape.scan(UnsafeRawBufferPointer(start: nil, count: 0)) }
    }
}

/// One line of `testdata/json/verdicts.jsonl`.
struct VerdictCase {
    var name: String
    var verdict: String
    var ours: String
    var bytes: [UInt8]

    static func all() throws -> [VerdictCase] {
        let file = file("testdata/json/verdicts.jsonl")
        return file.split(separator: 0x0a).compactMap { line in
            guard case .object(let members) = JSONOracle.parse(Array(line)) else { return nil }
            func text(_ name: String) -> String {
                for member in members where member.name == Array(name.utf8) {
                    if case .string(let text) = member.value { return String(decoding: text, as: UTF8.self) }
                    if case .number(let text) = member.value { return text }
                }
                return ""
            }
            let unit = base64(text("base64"))
            let times = Int(text("times")) ?? 1
            return VerdictCase(
                name: text("name"), verdict: text("verdict"), ours: text("ours"),
                bytes: [[UInt8]](repeating: unit, count: times).flatMap { $0 })
        }
    }

    private static func base64(_ text: String) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        var bits = 0
        var word = 0
        for byte in text.utf8 {
            guard let digit = digits.firstIndex(of: byte) else { continue }
            word = (word << 6 | digit) & 0xffff
            bits += 6
            if bits >= 8 {
                bits -= 8
                result.append(UInt8(truncatingIfNeeded: word >> bits))
            }
        }
        return result
    }
}

/// A file of the package, by its path from the package's root; empty if it is not there.
func file(_ path: String, here: String = #filePath) -> [UInt8] {
    let root = here.split(separator: "/").dropLast(3).joined(separator: "/")
    guard let handle = fopen("/\(root)/\(path)", "r") else { return [] }
    defer { fclose(handle) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = fread(&chunk, 1, chunk.count, handle)
        if count == 0 { return content }
        content.append(contentsOf: chunk[0..<count])
    }
}
