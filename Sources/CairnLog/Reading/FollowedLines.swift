internal import CairnDisk
internal import CairnLines

/// The lines of a log behind one record and up to another, as what they do to keys, a chunk at a time.
struct FollowedLines {
    struct Chunk {
        var effects: [(effect: KeyEffect, segment: SegmentID)] = []
        /// The last record in it. A transaction is in one chunk.
        var last: SequenceNumber
    }

    private let seed: UInt64
    private var behind: SequenceNumber
    private let limit: SequenceNumber
    private let segments: [SegmentFile]
    private var position: Int
    private var offset: Int64 = 0

    /// Where the last line stands that was given, to go on from there.
    var place: (segment: SegmentID, offset: Int64)? {
        position < segments.count ? (segments[position].id, offset) : nil
    }

    init(
        _ segments: [SegmentFile], seed: UInt64, behind first: SequenceNumber, upTo limit: SequenceNumber,
        from place: (segment: SegmentID, offset: Int64)?
    ) {
        (self.segments, self.seed, self.limit) = (segments, seed, limit)
        behind = first
        if let place, let known = segments.firstIndex(where: { $0.id == place.segment }) {
            (position, offset) = (known, place.offset)
            return
        }
        position = segments.lastIndex { $0.record.first <= first.next } ?? 0
        // Empty segments may begin at the same record, and rewritten ones stand among them.
        while position > 0, segments[position - 1].record.first > first { position -= 1 }
    }

    /// - Errors: `.damaged` for a line that is not what was written, `.inputOutput`.
    mutating func next(atMost count: Int) throws(LogError) -> Chunk? {
        guard behind < limit else { return nil }
        var chunk = Chunk(last: behind)
        while position < segments.count {
            let segment = segments[position]
            var feed = LineFeed(segment.file, from: offset, to: segment.end, .readSegment)
            while let line = try Self.next(&feed, segment) {
                let envelope = try Self.envelope(of: line, segment)
                let sequence = SequenceNumber(envelope.sequence)
                guard envelope.form != .control, sequence > behind else { continue }
                guard sequence <= limit else { return chunk.effects.isEmpty ? nil : chunk }
                chunk.effects.append((KeyEffect(line, envelope, seed: seed), segment.id))
                (chunk.last, behind) = (sequence, sequence)
                offset = line.offset + line.length
                let isWhole = envelope.transaction.map { $0.index == $0.count } ?? true
                if chunk.effects.count >= count, isWhole { return chunk }
            }
            // The last one may grow.
            guard position + 1 < segments.count else { break }
            (position, offset) = (position + 1, 0)
        }
        return chunk.effects.isEmpty ? nil : chunk
    }

    static func envelope(of line: LineFeed.Line, _ segment: SegmentFile) throws(LogError) -> Envelope {
        guard line.isWhole, let envelope = try? LineReader.read(line.bytes) else {
            throw LogError(
                .damaged,
                "the line at byte \(line.offset) of \(segment.record.fileName) is not what was written; run "
                    + "`cairn verify`")
        }
        return envelope
    }

    static func next(_ feed: inout LineFeed, _ segment: SegmentFile) throws(LogError) -> LineFeed.Line? {
        do throws(DiskError) { return try feed.next() } catch {
            throw LogError(.inputOutput, "\(segment.record.fileName) cannot be read", cause: error)
        }
    }
}
