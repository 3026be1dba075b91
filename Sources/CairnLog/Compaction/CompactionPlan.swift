/// Decides which segments to rewrite. A pure value, made from exact counts.
///
/// A segment that is more than half live is left alone. So what is copied is never more than what is given back: at
/// most one extra write for each write, and at most twice the space of what is live. Who asks for all of it wants the
/// old versions gone, whatever that costs and however few they are.
package struct CompactionPlan: Sendable, Equatable {
    /// Adjacent segments that one new segment will stand for.
    package struct Run: Sendable, Equatable {
        package var segments: [SegmentID]
        package var bytes: Int64
        package var live: Int64
    }

    /// What is known of a sealed segment.
    package struct Candidate: Sendable {
        package var id: SegmentID
        package var bytes: Int64
        /// Lines that are still somebody's newest, or that retention keeps as far as is known; without removals that
        /// no older segment needs any more.
        package var live: Int64
        /// Lines of records that nobody needs any more.
        package var superseded: Int64

        package init(id: SegmentID, bytes: Int64, live: Int64, superseded: Int64) {
            self.id = id
            self.bytes = bytes
            self.live = live
            self.superseded = superseded
        }

        /// What rewriting it gives back is more than what must be copied for it; with `all`, a record's line goes.
        func isWorthIt(_ all: Bool) -> Bool {
            let dead = bytes - live - CompactionPlan.frame
            return dead > 0 && dead > live || all && superseded > 0
        }
    }

    package var runs: [Run] = []

    /// No header and seal of a segment take more: what rewriting cannot give back.
    package static let frame: Int64 = 1_024
    /// So many small segments side by side are joined, whatever is in them.
    package static let manySmall = 8

    /// - Parameters:
    ///   - sealed: In the order of the log.
    ///   - target: Bytes that one segment should have.
    ///   - all: Rewrites every segment that has a line in it which nobody needs any more.
    package init(_ sealed: [Candidate], target: Int64, all: Bool) {
        var run: Run?
        var small: Run?
        for candidate in sealed {
            let isWorthIt = candidate.isWorthIt(all)
            run = isWorthIt ? extend(run, candidate, target) : end(run)
            let isSmall = candidate.bytes < target / 16 && !isWorthIt
            small = isSmall ? extend(small, candidate, target, isSmall: true) : endSmall(small)
        }
        _ = end(run)
        _ = endSmall(small)
        runs.sort { $0.segments[0] < $1.segments[0] }
    }

    private mutating func extend(_ run: Run?, _ next: Candidate, _ target: Int64, isSmall: Bool = false) -> Run {
        guard var run, run.live + next.live <= target else {
            _ = isSmall ? endSmall(run) : end(run)
            return Run(segments: [next.id], bytes: next.bytes, live: next.live)
        }
        run.segments.append(next.id)
        run.bytes += next.bytes
        run.live += next.live
        return run
    }

    private mutating func end(_ run: Run?) -> Run? {
        if let run { runs.append(run) }
        return nil
    }

    private mutating func endSmall(_ run: Run?) -> Run? {
        if let run, run.segments.count >= Self.manySmall { runs.append(run) }
        return nil
    }
}
