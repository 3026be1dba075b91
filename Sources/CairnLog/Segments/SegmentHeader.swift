internal import CairnDisk
internal import CairnLines

/// The first line of a segment.
package struct SegmentHeader: Sendable, Hashable {
    package static let format: UInt64 = 1

    package var store: String
    package var segment: SegmentID
    /// The sequence of the first record that may follow.
    package var first: SequenceNumber
    /// The end of the segment before, nil for the first of a store.
    package var previous: SegmentEnd?
    /// Set in a segment that compaction or reseal wrote: the end of the last one that it stands for, which is what the
    /// successor's header still names.
    package var stands: SegmentEnd?

    package init(
        store: String, segment: SegmentID, first: SequenceNumber, previous: SegmentEnd?, stands: SegmentEnd? = nil
    ) {
        self.store = store
        self.segment = segment
        self.first = first
        self.previous = previous
        self.stands = stands
    }

    package var data: ControlData {
        var data = ControlData()
        data.add("store", store)
        data.add("format", Self.format)
        data.add("segment", UInt64(segment.number))
        data.add("first", first.number)
        data.add("previous", object: previous?.data)
        if let stands { data.add("stands", object: stands.data) }
        return data
    }

    /// nil where the object is not a segment header; `.newerFormat` is for the caller to judge by `format`.
    package init?(_ data: ControlData.Reader) {
        guard let store = data.text("store"), let segment = data.segment("segment"), let first = data.sequence("first"),
            data.number("format") == Self.format
        else { return nil }
        self.init(store: store, segment: segment, first: first, previous: nil)
        if let object = data.object("previous") {
            guard let end = SegmentEnd(object) else { return nil }
            previous = end
        }
        if let object = data.object("stands") {
            guard let end = SegmentEnd(object) else { return nil }
            stands = end
        }
    }
}

extension SegmentHeader {
    /// A header line is a few hundred bytes.
    private static let mostBytes: Int64 = 64 << 10

    /// The header of a segment file, and what was acknowledged when it was written. nil for a file whose first line is
    /// not a good header.
    static func read(
        _ environment: LogEnvironment, _ name: String
    ) throws(LogError) -> (header: SegmentHeader, acknowledged: SequenceNumber)? {
        do throws(DiskError) {
            let file = try environment.folder.open(name, .read, .readSegment)
            defer { file.close() }
            var feed = LineFeed(file, from: 0, to: mostBytes, .readSegment)
            guard let line = try feed.next(), line.offset == 0, line.isWhole,
                let envelope = try? LineReader.read(line.bytes), envelope.form == .control, let body = envelope.body,
                ControlKind(UnsafeRawBufferPointer(rebasing: line.bytes[envelope.kind])) == .segment,
                let header = SegmentHeader(ControlData.Reader(UnsafeRawBufferPointer(rebasing: line.bytes[body])))
            else { return nil }
            return (header, SequenceNumber(envelope.acknowledged))
        } catch { throw StoreLoading.unreadable(name, error) }
    }
}
