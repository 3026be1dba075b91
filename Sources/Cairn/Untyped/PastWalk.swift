internal import CairnLines
internal import CairnLog

/// Goes through the lines of a log up to a moment of its past, and knows whether what compaction has dropped could
/// have been part of that moment.
///
/// Compaction drops a line when a newer one of its record is durable. Where that newer one is behind the moment, the
/// moment cannot be told any more. Which it was nobody knows; but it came before the compacted segment was sealed. So
/// what is missing does no harm where the moment is younger than the seal.
struct PastWalk {
    private let log: Log
    private let moment: PastMoment?
    private let progress: ProgressReport?
    private let stretches: [CompactedStretch]

    init(_ log: Log, upTo moment: PastMoment?, _ progress: ProgressReport?) throws(StateError) {
        (self.log, self.moment, self.progress) = (log, moment, progress)
        do throws(LogError) { stretches = try log.compactedStretches() } catch { throw StateError(error) }
    }

    /// What was gone through.
    struct Ending {
        /// The last line that belongs to the moment; nil where there was none.
        var last: PastLine?
        /// The moment is that of the last line of the log, or later: the present, as far as the log goes.
        var isPresent = true
        /// Sequences that are missing, as far as the caller did not say that they do no harm.
        var missing: MissingLines?
        /// Sequences are missing anywhere up to the moment.
        var hasMissing = false
    }

    /// - Parameter body: Takes a line; true says that whatever is missing before it does no harm.
    /// - Errors: `.damaged`, `.inputOutput`, `.cancelled`; what `body` throws.
    func run(_ body: (PastLine) async throws -> Bool) async throws -> Ending {
        var (ending, next, seen) = (Ending(), UInt64(1), Int64(0))
        let end = log.statistics.lastSequence
        var lines = log.lines().makeAsyncIterator()
        walk: while true {
            let chunk: [StoredLine]?
            do throws(LogError) { chunk = try await lines.next() } catch { throw StateError(error) }
            guard let chunk else { break }
            for line in chunk {
                let line = try PastLine(line)
                let isBehind = moment?.isBefore(line) ?? false
                // What is missing right behind the moment is missing from it all the same: it may have come before it.
                note(&ending, from: next, to: isBehind ? bound(line) : line.line.sequence.number)
                if isBehind {
                    ending.isPresent = false
                    break walk
                }
                next = line.line.sequence.number &+ 1
                seen += 1
                guard moment?.includes(line) ?? true else {
                    ending.isPresent = false
                    continue
                }
                ending.last = line
                if try await body(line) { ending.missing = nil }
            }
            try tell(next, end)
        }
        if ending.isPresent { note(&ending, from: next, to: end.number &+ 1) }
        return ending
    }

    /// The first sequence behind the moment that may be missing without harm.
    private func bound(_ line: PastLine) -> UInt64 {
        guard case .sequence(let limit) = moment?.bound else { return line.line.sequence.number }
        return min(line.line.sequence.number, limit.number &+ 1)
    }

    private func note(_ ending: inout Ending, from first: UInt64, to next: UInt64) {
        guard next > first else { return }
        ending.hasMissing = true
        var missing = ending.missing ?? MissingLines(first: SequenceNumber(first))
        missing.last = SequenceNumber(next &- 1)
        for stretch in stretches where stretch.records.overlaps(first..<next) {
            missing.sealed = max(missing.sealed, stretch.sealed)
        }
        ending.missing = missing
    }

    private func tell(_ next: UInt64, _ end: SequenceNumber) throws(StateError) {
        let now = Progress(done: Int64(clamping: next), total: Int64(clamping: end.number), phase: "reading records")
        if let progress, !progress(now) { throw StateError(.cancelled, "it was ended before it was done") }
        if Task.isCancelled { throw StateError(.cancelled, "the task was cancelled before it was done") }
    }
}

/// Sequences of which no line is left.
struct MissingLines {
    var first: SequenceNumber
    var last = SequenceNumber.none
    /// When the youngest compaction that dropped some of them was done.
    var sealed = Timestamp.earliest
}

extension PastWalk.Ending {
    /// Refuses where something that is missing could have been part of the moment.
    ///
    /// Errors: `.overtaken`.
    func check(_ moment: PastMoment, _ what: String) throws(StateError) {
        guard !isPresent, let missing else { return }
        let time: Timestamp =
            if case .time(let limit) = moment.bound { limit } else { last?.time ?? .earliest }
        guard time <= missing.sealed else { return }
        throw StateError(
            .overtaken,
            "\(what) cannot be told any more: compaction has dropped lines between the sequences \(missing.first) and "
                + "\(missing.last) that may have been part of it. Choose a moment before them or after the compaction, "
                + "and keep more with a retention")
    }
}
