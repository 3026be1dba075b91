internal import CairnDisk
internal import CairnLines

/// Replaces one segment by a rewritten one, its old file put aside: what healing and resealing have in common.
struct SegmentReplacement {
    private let environment: LogEnvironment
    private let identity: StoreIdentity
    private let record: SegmentRecord
    private let manifest: ManifestWriter
    private let stands: SegmentEnd
    private let size: Int64
    /// Where the old file's copy is.
    private(set) var quarantine: String?

    typealias Write = ([UInt8]) throws(LogError) -> Void

    /// - Parameters:
    ///   - end: Where the manifest says that it ends, if it does.
    ///   - next: What the record behind it has.
    init(
        _ environment: LogEnvironment, _ identity: StoreIdentity, _ record: SegmentRecord, _ manifest: ManifestWriter,
        end: SegmentEnd?, next: SequenceNumber, size: Int64
    ) throws(LogError) {
        self.environment = environment
        self.identity = identity
        self.record = record
        self.manifest = manifest
        self.size = size
        if let known = record.stands ?? end {
            stands = known
        } else {
            stands = try Self.end(of: record, environment, size, next: next)
        }
    }

    /// Gives each raw line of the old file; what is written makes up the new one.
    mutating func run(
        _ body: (LineFeed.Line, Write) throws(LogError) -> Void, atEnd: (Write) throws(LogError) -> Void = { _ in }
    ) throws(LogError) {
        let header = SegmentHeader(
            store: identity.name, segment: manifest.state.nextSegment, first: record.first, previous: record.previous,
            stands: stands)
        let acknowledged = SequenceNumber(max(stands.next.number, 1) - 1)
        var rewriter = try SegmentRewriter.begin(
            environment.folder, clock: environment.clock, header, acknowledged: acknowledged)
        do throws(LogError) {
            let write: Write = { (bytes) throws(LogError) in
                _ = try bytes.withUnsafeBufferPointer { (bytes) throws(LogError) in
                    try rewriter.append(UnsafeRawBufferPointer(bytes), nil)
                }
            }
            try Self.forEachLine(of: record, environment, to: size) { (line) throws(LogError) in try body(line, write) }
            try atEnd(write)
            quarantine = try keepOld()
            let rewritten = try rewriter.publish(next: stands.next)
            try manifest.append([.superseded([record.id], by: rewritten)], acknowledged: acknowledged)
        } catch {
            rewriter.abandon(error)
            throw error
        }
        rewriter.file.close()
        // What stays is cleared at the next opening.
        try? environment.folder.unlink(record.fileName, .dropSegment)
        try? environment.folder.unlinkIfPresent(record.hintsName, .dropHints)
    }

    private func keepOld() throws(LogError) -> String? {
        let whole = Finding(.damage, file: record.fileName, offset: 0, bytes: size, message: "before it was replaced")
        do throws(DiskError) { return try Quarantine(environment.folder).keep(whole, limit: .max) } catch {
            throw LogError(
                error.isAboutSpace ? .noSpace : .inputOutput,
                "the old segment could not be put aside; nothing was changed", cause: error)
        }
    }

    static func forEachLine(
        of record: SegmentRecord, _ environment: LogEnvironment, to limit: Int64,
        _ body: (LineFeed.Line) throws(LogError) -> Void
    ) throws(LogError) {
        let file: any DiskFile
        do throws(DiskError) { file = try environment.folder.open(record.fileName, .read, .readSegment) } catch {
            throw StoreLoading.unreadable(record.fileName, error)
        }
        defer { file.close() }
        var feed = LineFeed(file, from: 0, to: limit, .readSegment)
        while true {
            let line: LineFeed.Line?
            do throws(DiskError) { line = try feed.next() } catch {
                throw StoreLoading.unreadable(record.fileName, error)
            }
            guard let line else { return }
            try body(line)
        }
    }

    /// The end of a segment that nobody has named yet.
    static func end(
        of record: SegmentRecord, _ environment: LogEnvironment, _ size: Int64, next: SequenceNumber
    ) throws(LogError) -> SegmentEnd {
        let digest = try RunningDigest()
        var lines = 0
        try forEachLine(of: record, environment, to: size) { _ in lines += 1 }
        do throws(DiskError) {
            let file = try environment.folder.open(record.fileName, .read, .readSegment)
            defer { file.close() }
            try digest.update(file: file, to: size, .readSegment)
        } catch { throw StoreLoading.unreadable(record.fileName, error) }
        return SegmentEnd(segment: record.id, bytes: size, lines: lines, next: next, digest: try digest.value())
    }
}
