internal import CairnLog

/// One moment of a log as a source of records for queries. There are no indices: only the program that opens a store
/// with its types makes them.
struct UntypedMoment: RecordSource {
    private let moment: LogMoment
    let total: Int
    private let watch: ScanWatch?

    init(_ log: Log, _ progress: ProgressReport?) {
        (moment, _) = log.core.moment {}
        total = log.statistics.keys
        watch = progress.map { [total] in ScanWatch(total: total, $0) }
    }

    func indices(_ kind: String) -> KindIndices? { nil }

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
            guard kind.map({ $0.utf8.elementsEqual(found.utf8) }) ?? true else { continue }
            let record = UntypedRecord(
                kind: found, id: id, revision: stored.sequence, timestamp: stored.timestamp, json: stored.json)
            guard try body(record) else { return }
        }
    }
}
