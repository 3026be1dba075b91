internal import CairnDisk
internal import CairnLines

/// Walks over the records of a store in their order, from segment to segment, across rotation and compaction.
struct SegmentCursor {
    /// One step gives at most so many lines or bytes, so that a reader of a large log holds little of it.
    static let maxLines = 1_024
    static let maxBytes = 1 << 20

    /// The next record wanted.
    private(set) var next: SequenceNumber
    private var segment: SegmentFile?
    private var offset: Int64 = 0
    /// The last reading ended at a line that may not be seen yet.
    private var isAtLimit = false

    init(from first: SequenceNumber) { next = max(first, .first) }

    /// The next records up to `limit`; empty where there are none yet.
    ///
    /// - Errors: `.damaged` where a line is not what was written; asking again goes on behind it.
    mutating func step(_ catalog: SegmentCatalog, upTo limit: SequenceNumber) throws(LogError) -> [StoredLine] {
        while next <= limit {
            guard let current = try place(catalog) else { return [] }
            let lines = try read(current, upTo: limit)
            if !lines.isEmpty { return lines }
            guard moveOn(catalog, from: current, upTo: limit) else { return [] }
        }
        return []
    }

    /// The segment to read from: the one begun, unless compaction has replaced it, else the one that has `next`.
    private mutating func place(_ catalog: SegmentCatalog) throws(LogError) -> SegmentFile? {
        if let segment, catalog[segment.id] === segment { return segment }
        let all = catalog.all
        let at = all.lastIndex { $0.record.first <= next } ?? (all.isEmpty ? nil : 0)
        // Of several segments that begin at the same record, all but the last are empty.
        segment = at.map { all[$0] }
        offset = 0
        return segment
    }

    private mutating func moveOn(
        _ catalog: SegmentCatalog, from current: SegmentFile, upTo limit: SequenceNumber
    ) -> Bool {
        let all = catalog.all
        guard let at = all.firstIndex(where: { $0 === current }) else {
            segment = nil
            return true
        }
        guard at + 1 < all.count else { return false }
        if isAtLimit {
            // In a sound store nothing behind this may be seen either. In a damaged one a line may have any number.
            guard all[at + 1].record.first <= limit else { return false }
        } else if offset < current.end {
            // It has grown between the last look at it and this one.
            return true
        }
        segment = all[at + 1]
        offset = 0
        return true
    }

    private mutating func read(_ current: SegmentFile, upTo limit: SequenceNumber) throws(LogError) -> [StoredLine] {
        var lines: [StoredLine] = []
        var bytes = 0
        isAtLimit = false
        let end = current.end
        var feed = LineFeed(current.file, from: offset, to: end, .readSegment)
        while lines.count < Self.maxLines, bytes < Self.maxBytes, let line = try next(&feed, current) {
            guard line.isWhole, let envelope = try? LineReader.read(line.bytes) else {
                if current.hasGaps { continue }
                if !lines.isEmpty { return lines }
                offset = line.offset + line.length
                throw LogError(
                    .damaged,
                    "the line at byte \(line.offset) of \(current.record.fileName) is not what was written; "
                        + "`cairn verify` tells which records it held"
                )
            }
            let sequence = SequenceNumber(envelope.sequence)
            // Nobody acknowledges a control line: the next look begins in front of it, as another may stand there then.
            guard envelope.form != .control else { continue }
            if sequence > limit {
                isAtLimit = true
                return lines
            }
            offset = line.offset + line.length
            guard sequence >= next, let stored = StoredLine(line.bytes, envelope) else { continue }
            lines.append(stored)
            bytes += line.bytes.count
            next = sequence.next
        }
        if lines.isEmpty { offset = max(offset, end) }
        return lines
    }

    private func next(_ feed: inout LineFeed, _ current: SegmentFile) throws(LogError) -> LineFeed.Line? {
        do throws(DiskError) { return try feed.next() } catch {
            throw LogError(.inputOutput, "\(current.record.fileName) cannot be read", cause: error)
        }
    }
}
