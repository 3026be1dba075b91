/// A segment file as it describes itself, when there is no manifest that could tell whether it counts.
///
/// Ordinary segments are numbered in the order of the log. So each file covers a stretch of these numbers: an ordinary
/// one its own, a rewritten one those of all that it stands for. The files of a whole store tile the numbers.
struct SegmentCandidate {
    var name: String
    var id: SegmentID
    var first: SequenceNumber
    /// nil where the first line is not a good header, although records follow it.
    var header: SegmentHeader?
    /// What was acknowledged when the file was begun.
    var acknowledged = SequenceNumber.none

    /// The ordinary segment in front of it; 0 for none.
    var after: UInt32 {
        guard let header else { return id.number &- 1 }
        return header.previous?.segment.number ?? 0
    }

    /// The last ordinary segment that it is or stands for.
    var last: UInt32 { header?.stands?.segment.number ?? id.number }

    func overlaps(_ other: SegmentCandidate) -> Bool { after < other.last && other.after < last }

    /// The files that count, in the order of their numbers, newest first.
    ///
    /// What was rewritten later has the higher number and stands for all that it overlaps: old files that were not
    /// removed yet, or came back with a power cut. They must not count beside it, because what a removal removed may
    /// still stand in them when the removal itself is compacted away.
    static func counting(_ all: [SegmentCandidate]) -> [SegmentCandidate] {
        var counted: [SegmentCandidate] = []
        let ordered = all.sorted { ($0.id, $0.acknowledged) > ($1.id, $1.acknowledged) }
        for candidate in ordered where candidate.after < candidate.last {
            if !counted.contains(where: { $0.overlaps(candidate) }) { counted.append(candidate) }
        }
        return counted
    }
}
