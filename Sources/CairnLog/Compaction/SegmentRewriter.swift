internal import CairnDisk
internal import CairnLines

/// Writes one segment that stands for others: header, lines byte for byte, seal. Aside, under an unfinished name, until
/// it is published.
struct SegmentRewriter: ~Copyable {
    /// One write: large enough for the device, small enough to let the foreground in between.
    static let chunk = 256 << 10

    private let folder: any Folder
    private let clock: any DiskClock
    private let header: SegmentHeader
    private let acknowledged: SequenceNumber
    let file: any DiskFile
    private let digest: RunningDigest
    private var buffer = ByteBuffer()
    private var written: Int64 = 0
    private var lines = 0
    private var isNamed = false
    private(set) var effects: [KeyEffect] = []

    var id: SegmentID { header.segment }
    var name: String { FileName.segment(header.segment, first: header.first) }

    private init(
        _ folder: any Folder, clock: any DiskClock, _ header: SegmentHeader, acknowledged: SequenceNumber,
        file: any DiskFile, digest: RunningDigest
    ) {
        self.folder = folder
        self.clock = clock
        self.header = header
        self.acknowledged = acknowledged
        self.file = file
        self.digest = digest
    }

    /// Begins a segment with its header.
    static func begin(
        _ folder: any Folder, clock: any DiskClock, _ header: SegmentHeader, acknowledged: SequenceNumber
    ) throws(LogError) -> SegmentRewriter {
        let digest = try RunningDigest()
        let unfinished = FileName.segment(header.segment, first: header.first) + FileName.unfinished
        let file: any DiskFile
        do throws(DiskError) {
            try folder.unlinkIfPresent(unfinished, .writeCompacted)
            file = try folder.open(unfinished, .create, .writeCompacted)
        } catch { throw Self.failed(error) }
        var rewriter = SegmentRewriter(
            folder, clock: clock, header, acknowledged: acknowledged, file: file, digest: digest)
        do throws(LogError) {
            try ControlLine.append(
                .segment, header.data, next: header.first, acknowledged: acknowledged, microseconds: clock.now(),
                to: &rewriter.buffer)
        } catch {
            rewriter.abandon()
            throw error
        }
        rewriter.lines = 1
        return rewriter
    }

    /// Where the next line will stand.
    var end: Int64 { written + Int64(buffer.count) }

    /// A line without its newline. True when a chunk was written, and the caller may pause.
    mutating func append(_ line: UnsafeRawBufferPointer, _ effect: KeyEffect?) throws(LogError) -> Bool {
        if var effect {
            effect.offset = UInt32(truncatingIfNeeded: end)
            effect.length = UInt32(truncatingIfNeeded: line.count + 1)
            effects.append(effect)
        }
        buffer.append(line)
        buffer.append(0x0A)
        lines += 1
        guard buffer.count >= Self.chunk else { return false }
        try flush()
        return true
    }

    private mutating func flush() throws(LogError) {
        do throws(DiskError) { try buffer.write(to: file, at: ByteOffset(written), .writeCompacted) } catch {
            throw Self.failed(error)
        }
        buffer.withBytes { digest.update($0) }
        written += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Makes what was written so far durable, so that the last sync has little left to do.
    func sync() throws(LogError) {
        do throws(DiskError) { try file.sync(.writeCompacted) } catch { throw Self.failed(error) }
    }

    /// Seals it, makes it durable and gives it its name. It counts once the manifest says so.
    mutating func publish(next: SequenceNumber) throws(LogError) -> SegmentRecord {
        try flush()
        let inside = SegmentEnd(
            segment: header.segment, bytes: written, lines: lines, next: next, digest: try digest.value())
        var data = ControlData()
        inside.write(to: &data)
        try ControlLine.append(
            .seal, data, next: next, acknowledged: acknowledged, microseconds: clock.now(), to: &buffer)
        lines += 1
        try flush()
        let own = SegmentEnd(
            segment: header.segment, bytes: written, lines: lines, next: next, digest: try digest.value())
        do throws(DiskError) {
            try file.sync(.writeCompacted)
            try folder.rename(name + FileName.unfinished, to: name, .publishCompacted)
            isNamed = true
            try folder.sync(.publishCompacted)
        } catch { throw Self.failed(error) }
        return SegmentRecord(
            id: header.segment, first: header.first, previous: header.previous, own: own, stands: header.stands)
    }

    /// Nothing of it stays, unless the manifest may name it.
    func abandon(_ error: LogError? = nil) {
        file.close()
        if isNamed, error?.code == .durabilityUnknown { return }
        try? folder.unlink(isNamed ? name : name + FileName.unfinished, .dropSegment)
    }

    static func failed(_ error: DiskError) -> LogError {
        LogError(
            error.isAboutSpace ? .noSpace : .inputOutput, "a segment could not be rewritten; the old ones stay",
            cause: error)
    }
}
