internal import CairnLines

/// Finds the removals that must stay: those whose key an older line may still bring back.
///
/// All segments in question are looked up together, in one walk over the hints of those in front of them. A compaction
/// that gives back half of a log may read the hints of all of it, which are an eighth; one walk for each of its
/// segments would be too many.
struct RemovalSurvey {
    /// So many removals are looked up at one time, in some 50 MB of memory. What is beyond them stays until the next
    /// compaction.
    static let most = 1 << 20

    private let core: LogCore
    /// Where the oldest line of a removed key is: the first record of its segment.
    private var oldest: [KeyHash: SequenceNumber] = [:]

    init(_ core: LogCore, of segments: [LogCore.SealedSegment], most: Int = most) throws(LogError) {
        self.core = core
        for segment in segments where core.index.liveness[segment.file.id].removalBytes > 0 {
            for effect in try removals(in: segment) where oldest.count < most {
                let first = segment.file.record.first
                oldest[effect.hash] = min(oldest[effect.hash] ?? first, first)
            }
        }
        guard !oldest.isEmpty, let last = segments.map(\.file.record.first).max() else { return }
        // Of two segments that begin at the same record, the one in front is empty.
        for segment in core.sealedSegments() where segment.file.record.first < last {
            let first = segment.file.record.first
            for effect in try HintSurvey(core: core).effects(of: segment) {
                if let known = oldest[effect.hash], first < known { oldest[effect.hash] = first }
            }
        }
    }

    /// Whether a removal in this segment, or in a run that begins with it, must stay.
    func isNeeded(_ hash: KeyHash, in segment: SegmentFile) -> Bool {
        guard let oldest = oldest[hash] else { return true }
        return oldest < segment.record.first
    }

    /// Bytes of the removals in a segment that must stay.
    func neededBytes(in segment: LogCore.SealedSegment) throws(LogError) -> Int64 {
        try removals(in: segment).reduce(0) { $0 + (isNeeded($1.hash, in: segment.file) ? Int64($1.length) : 0) }
    }

    /// Removals that are their key's newest line.
    private func removals(in segment: LogCore.SealedSegment) throws(LogError) -> [KeyEffect] {
        try HintSurvey(core: core).effects(of: segment).filter {
            $0.form == .delete && core.index.newest($0.hash) == $0.place(in: segment.file.id)
        }
    }
}
