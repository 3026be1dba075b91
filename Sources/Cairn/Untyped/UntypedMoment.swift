internal import CairnLines
internal import CairnLog

/// One moment of a log as a source of records for queries, with the indices that were made of it.
struct UntypedMoment: RecordSource {
    let moment: LogMoment
    let total: Int
    private let watch: ScanWatch?
    /// Those of one kind, or none.
    private let made: (kind: String, indices: KindIndices)?

    init(_ log: Log, _ progress: ProgressReport?) {
        self.init(log.core.moment {}.0, total: log.statistics.keys, progress, made: nil)
    }

    init(
        _ moment: LogMoment, total: Int, _ progress: ProgressReport?, made: (kind: String, indices: KindIndices)?
    ) {
        self.moment = moment
        self.total = total
        self.made = made
        watch = progress.map { ScanWatch(total: total, $0) }
    }

    func indices(_ kind: String) -> KindIndices? { made.flatMap { $0.kind.isSameText(as: kind) ? $0.indices : nil } }

    func json(_ name: RecordName) throws(StateError) -> [UInt8]? {
        do throws(LogError) { return try moment.get(name.key)?.json } catch { throw StateError(error) }
    }

    func scan(_ kind: String) -> RecordScan { RecordScan(moment.walk(), of: kind, watch: watch) }

    /// All records of a kind, or of every kind, until `body` returns false.
    func walk(_ kind: String?, _ body: (UntypedRecord) throws -> Bool) throws {
        var (walk, watch) = (moment.walk(), watch)
        while let (found, id, stored) = try walk.step() {
            try watch?.note()
            // Compared as bytes: two strings that Swift calls equal may be two different kinds.
            guard kind.map({ $0.isSameText(as: found) }) ?? true else { continue }
            let record = UntypedRecord(
                kind: found, id: id, revision: stored.sequence, timestamp: stored.timestamp, json: stored.json)
            guard try body(record) else { return }
        }
    }
}
