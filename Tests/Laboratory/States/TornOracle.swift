import CairnLines
import CairnLog
import CrashLab

/// Says by its own simple reading whether a disk left by a power cut has bytes behind the end of its log. It shares
/// with the engine the reading of one line, and nothing of the judging.
struct TornOracle {
    private let disk: Disk
    private let names: [String]

    init(_ disk: Disk) {
        self.disk = disk
        names = disk.folders[0].keys.sorted()
    }

    /// There is a manifest at all.
    var hasStore: Bool { names.contains { $0.hasPrefix("MANIFEST-") && $0.hasSuffix(".jsonl") } }

    /// Bytes that are no filled room stand behind the last whole line, or the last whole transaction.
    var isTorn: Bool {
        guard let last = lastSegment, let bytes = disk.bytes(of: last) else { return false }
        let end = bytes.withUnsafeBytes { Self.wholeEnd($0, first: Self.first(of: last)) }
        return bytes[end...].contains { $0 != 0x0a }
    }

    /// The last segment that the newest manifest counts.
    private var lastSegment: String? {
        guard let newest = names.last(where: { $0.hasPrefix("MANIFEST-") && $0.hasSuffix(".jsonl") }),
            let manifest = disk.bytes(of: newest)
        else { return nil }
        let lines = String(decoding: Self.goodLines(manifest), as: UTF8.self).split(separator: "\n")
        // Oldest first: a segment is added once, and gone for good once another stands for it.
        var growing: Set<Substring> = []
        for line in lines {
            if let added = Self.number(in: line, after: "\"data\":{\"segment\":") { growing.insert(added) }
            guard let list = Self.text(in: line, after: "\"data\":{\"segments\":\"") else { continue }
            growing.subtract(list.split(separator: ","))
            if let by = Self.number(in: line, after: "\"segment\":") { growing.insert(by) }
        }
        let last = names.last { name in
            guard name.hasPrefix("seg-"), name.hasSuffix(".jsonl"), let id = Self.id(of: name) else { return false }
            return growing.contains(Substring(String(id)))
        }
        // What was rewritten ends where the manifest says.
        guard let last, let id = Self.id(of: last) else { return nil }
        let isRewritten = lines.contains { $0.contains("\"segment\":\(id),") && $0.contains("\"own\":{") }
        return isRewritten ? nil : last
    }

    private static func id(of name: String) -> UInt64? {
        name.dropFirst(4).dropLast(6).split(separator: "-").last.flatMap { UInt64($0) }
    }

    private static func number(in line: Substring, after mark: String) -> Substring? {
        text(in: line, after: mark, while: { $0.isNumber })
    }

    private static func text(
        in line: Substring, after mark: String, while isPart: (Character) -> Bool = { $0 != "\"" }
    ) -> Substring? {
        // No Foundation: the bytes are searched one by one, the lines are short.
        let wanted = Array(mark.utf8)
        let bytes = Array(line.utf8)
        guard bytes.count > wanted.count else { return nil }
        for start in 0..<bytes.count - wanted.count where bytes[start..<start + wanted.count].elementsEqual(wanted) {
            return Substring(String(decoding: bytes[(start + wanted.count)...], as: UTF8.self)).prefix(while: isPart)
        }
        return nil
    }

    private static func first(of name: String) -> UInt64 {
        name.dropFirst(4).split(separator: "-").first.flatMap { UInt64($0) } ?? 1
    }

    private static func goodLines(_ bytes: [UInt8]) -> [UInt8] {
        var end = 0
        bytes.withUnsafeBytes { bytes in
            while let newline = bytes[end...].firstIndex(of: 0x0a),
                (try? LineReader.read(UnsafeRawBufferPointer(rebasing: bytes[end..<newline]))) != nil
            { end = newline + 1 }
        }
        return Array(bytes[..<end])
    }

    private static func wholeEnd(_ bytes: UnsafeRawBufferPointer, first: UInt64) -> Int {
        var (at, end, next) = (0, 0, first)
        while at < bytes.count {
            if bytes[at] == 0x0a {
                at += 1
                continue
            }
            guard let newline = bytes[at...].firstIndex(of: 0x0a),
                let line = try? LineReader.read(UnsafeRawBufferPointer(rebasing: bytes[at..<newline])),
                line.sequence == next
            else { return end }
            if line.form != .control { next += 1 }
            at = newline + 1
            if line.transaction.map({ $0.index == $0.count }) ?? true { end = at }
        }
        return end
    }
}
