internal import CairnDisk
internal import CairnLines

/// How far a reader beside a writer has come in the segment that grows.
///
/// What it sees there may go again: a writer whose write or sync failed cuts its group off, and puts other lines in its
/// place. So each look begins with the last line seen. While that line stands where it stood, everything in front of it
/// does, because nothing is ever taken away but from the end. Where it is gone, the segment is looked at from its
/// beginning: that happens once for each failure.
struct FollowedTail {
    private struct Seen {
        var offset: Int64
        /// How it begins, sum included: no other line begins so.
        var frame: [UInt8]
    }

    private let segment: SegmentFile
    private var last: Seen?
    /// Behind the last good line, acknowledged or not.
    private(set) var end: Int64
    /// The highest acknowledgement that a line told of. It stays true where that line is gone.
    private(set) var acknowledged: SequenceNumber
    /// The last record that stands there, acknowledged or not.
    private(set) var written: SequenceNumber

    init(_ segment: SegmentFile) {
        self.segment = segment
        end = segment.firm
        acknowledged = SequenceNumber(segment.record.first.number &- 1)
        written = acknowledged
    }

    func isOf(_ other: SegmentFile) -> Bool { segment === other }

    /// Takes in what is there now.
    mutating func look() throws(DiskError) {
        if let last, try frame(at: last.offset) != last.frame {
            self.last = nil
            end = segment.firm
            written = SequenceNumber(segment.record.first.number &- 1)
        }
        let size = try segment.file.size(.readSegment).bytes
        var feed = LineFeed(segment.file, from: end, to: size, .readSegment)
        while let line = try feed.next(), line.isWhole, let envelope = try? LineReader.read(line.bytes),
            envelope.acknowledged <= SequenceNumber.last.number
        {
            end = line.offset + line.length
            last = Seen(offset: line.offset, frame: Array(line.bytes.prefix(LineSum.coveredFrom)))
            acknowledged = max(acknowledged, SequenceNumber(envelope.acknowledged))
            if envelope.form != .control { written = max(written, SequenceNumber(envelope.sequence)) }
        }
    }

    private func frame(at offset: Int64) throws(DiskError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: LineSum.coveredFrom)
        var result: Result<Int, DiskError> = .success(0)
        bytes.withUnsafeMutableBytes { buffer in
            do throws(DiskError) {
                result = .success(try segment.file.read(into: buffer, at: ByteOffset(offset), .readSegment))
            } catch { result = .failure(error) }
        }
        bytes.removeSubrange(try result.get()...)
        return bytes
    }
}
