/// The names of a store's files. Sorted by name, segments are in the order of their records, so that
/// `cat seg-*.jsonl` is the log in commit order, compacted or not.
package enum FileName {
    package static let lock = "LOCK"
    package static let quarantine = "quarantine"
    /// A file being prepared or written; worth nothing after a crash.
    package static let unfinished = ".tmp"
    /// Room that is filled ahead for the segment to come.
    package static let spare = "spare.tmp"

    package static func manifest(_ generation: UInt64) -> String { "MANIFEST-" + padded(generation, 6) + ".jsonl" }

    package static func segment(_ id: SegmentID, first: SequenceNumber) -> String { stem(id, first) + ".jsonl" }

    package static func hints(_ id: SegmentID, first: SequenceNumber) -> String { stem(id, first) + ".idx" }

    package static func snapshot(_ sequence: SequenceNumber) -> String {
        "snap-" + padded(sequence.number, 12) + ".jsonl.lz4"
    }

    package static func snapshotHints(_ sequence: SequenceNumber) -> String {
        "snap-" + padded(sequence.number, 12) + ".idx"
    }

    /// Pages of indices that were kept when the store was closed.
    package static func indices(_ sequence: SequenceNumber) -> String {
        "indices-" + padded(sequence.number, 12) + ".pages"
    }

    /// What a name found in the folder stands for; nil for a name that is not the engine's.
    package static func parse(_ name: String) -> Parsed? {
        if name == lock { return .lock }
        if name.hasSuffix(unfinished) { return .unfinished }
        if let digits = middle(of: name, "MANIFEST-", ".jsonl"), let generation = number(digits) {
            return .manifest(generation)
        }
        if let digits = middle(of: name, "snap-", ".jsonl.lz4"), let sequence = number(digits) {
            return .snapshot(SequenceNumber(sequence))
        }
        if let digits = middle(of: name, "snap-", ".idx"), let sequence = number(digits) {
            return .snapshotHints(SequenceNumber(sequence))
        }
        if let digits = middle(of: name, "indices-", ".pages"), let sequence = number(digits) {
            return .indices(SequenceNumber(sequence))
        }
        if let both = middle(of: name, "seg-", ".jsonl"), let pair = pair(both) { return .segment(pair.id, pair.first) }
        if let both = middle(of: name, "seg-", ".idx"), let pair = pair(both) { return .hints(pair.id, pair.first) }
        return nil
    }

    package enum Parsed: Equatable {
        case lock, unfinished
        case manifest(UInt64)
        case segment(SegmentID, SequenceNumber)
        case hints(SegmentID, SequenceNumber)
        case snapshot(SequenceNumber)
        case snapshotHints(SequenceNumber)
        case indices(SequenceNumber)
    }

    private static func stem(_ id: SegmentID, _ first: SequenceNumber) -> String {
        "seg-" + padded(first.number, 12) + "-" + padded(UInt64(id.number), 8)
    }

    private static func padded(_ number: UInt64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func middle(of name: String, _ prefix: String, _ suffix: String) -> Substring? {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix), name.utf8.count > prefix.utf8.count + suffix.utf8.count
        else { return nil }
        return name.dropFirst(prefix.count).dropLast(suffix.count)
    }

    private static func pair(_ text: Substring) -> (id: SegmentID, first: SequenceNumber)? {
        let halves = text.split(separator: "-", omittingEmptySubsequences: false)
        guard halves.count == 2, let first = number(halves[0]), let id = number(halves[1]),
            id <= UInt64(SegmentID.last.number)
        else { return nil }
        return (SegmentID(UInt32(id)), SequenceNumber(first))
    }

    private static func number(_ digits: Substring) -> UInt64? {
        digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? UInt64(digits) : nil
    }
}
