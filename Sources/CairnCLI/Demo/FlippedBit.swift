import CairnDisk
import CairnLines

/// One bit of one record in the middle of a segment, turned over as rot would do it.
struct FlippedBit {
    var file: String
    /// Another segment comes after it. Only a disk that is slower than any leaves the demonstration with a single one.
    var isSealed: Bool
    var offset: Int
    var sequence: UInt64
    /// The line before and after.
    var before: String
    var after: String

    /// Finds a record in the oldest segment of the store and flips a bit inside its data.
    ///
    /// - Throws: `DiskError`, and `CommandFailure` where there is no record to be found.
    static func flip(inStore path: String) throws -> FlippedBit {
        let folder = try RealFolder.open(path: path, create: false)
        let names = try folder.list(.measure).map(\.name).filter { $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl") }
        guard let name = names.min() else { throw CommandFailure("there is no segment in \(path)") }
        let file = try folder.open(name, .readWrite, .measure)
        defer { file.close() }
        var bytes = [UInt8](repeating: 0, count: try file.size(.measure).bytes.clamped)
        _ = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: .zero, .measure) }
        guard let (line, sequence) = recordNearTheMiddle(of: bytes), let target = place(in: bytes, line) else {
            throw CommandFailure("there is no record in the middle of \(name)")
        }
        let before = String(decoding: bytes[line], as: UTF8.self)
        bytes[target] ^= 1
        try bytes[target...target].withUnsafeBytes { try file.write($0, at: ByteOffset(target), .measure) }
        try file.sync(.measure)
        let after = String(decoding: bytes[line], as: UTF8.self)
        return FlippedBit(
            file: name, isSealed: names.count > 1, offset: target, sequence: sequence, before: before, after: after)
    }

    private static func recordNearTheMiddle(of bytes: [UInt8]) -> (Range<Int>, UInt64)? {
        var start = bytes.count / 2
        // A segment is filled up with newlines behind its last line, so the middle may be empty: go back to its lines.
        while start > 0, bytes[start] == UInt8(ascii: "\n") { start -= 1 }
        for _ in 0..<100 {
            guard let begin = bytes[..<start].lastIndex(of: UInt8(ascii: "\n")),
                let end = bytes[(begin + 1)...].firstIndex(of: UInt8(ascii: "\n"))
            else { return nil }
            let line = begin + 1..<end
            let envelope = bytes[line].withUnsafeBytes { try? LineReader.read($0) }
            if let envelope, envelope.form == .record { return (line, envelope.sequence) }
            start = begin
        }
        return nil
    }

    /// A letter of the name: the line stays JSON, and looks as if nothing had happened.
    private static func place(in bytes: [UInt8], _ line: Range<Int>) -> Int? {
        let mark = Array(#""name":""#.utf8)
        return line.dropLast(mark.count + 2).first { bytes[$0..<$0 + mark.count].elementsEqual(mark) }
            .map { $0 + mark.count + 1 }
    }
}

extension Int64 {
    /// As a count of bytes in memory.
    fileprivate var clamped: Int { Int(clamping: Swift.max(0, self)) }
}
