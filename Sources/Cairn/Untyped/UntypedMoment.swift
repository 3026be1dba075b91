internal import CairnLog

/// One moment of a log as a source of records for queries. There are no indices: only the program that opens a store
/// with its types makes them.
struct UntypedMoment: RecordSource {
    /// Progress is told, and a stop noticed, after so many records: some milliseconds of reading.
    private static let stride = 1_024

    private let moment: LogMoment
    let total: Int
    private let progress: ProgressReport?

    init(_ log: Log, _ progress: ProgressReport?) {
        (moment, _) = log.core.moment {}
        total = log.statistics.keys
        self.progress = progress
    }

    func indices(_ kind: String) -> KindIndices? { nil }

    func json(_ name: RecordName) throws(StateError) -> [UInt8]? {
        do throws(LogError) { return try moment.get(name.key)?.json } catch { throw StateError(error) }
    }

    func scan(_ kind: String, _ body: (_ id: String, _ json: [UInt8]) throws -> Bool) throws {
        try walk(kind) { try body($0.id, $0.json) }
    }

    /// All records of a kind, or of every kind, until `body` returns false.
    func walk(_ kind: String?, _ body: (UntypedRecord) throws -> Bool) throws {
        var (failure, seen): ((any Error)?, Int) = (nil, 0)
        do throws(LogError) {
            try moment.forEach { (found, id, stored) throws(LogError) in
                seen += 1
                if seen % Self.stride == 0, let progress,
                    !progress(Progress(done: Int64(seen), total: Int64(max(total, seen)), phase: "reading records"))
                {
                    failure = StateError(.cancelled, "the query was ended before it was done")
                    return false
                }
                // Compared as bytes: two strings that Swift calls equal may be two different kinds.
                guard kind.map({ $0.utf8.elementsEqual(found.utf8) }) ?? true else { return true }
                do {
                    return try body(
                        UntypedRecord(
                            kind: found, id: id, revision: stored.sequence, timestamp: stored.timestamp,
                            json: stored.json))
                } catch {
                    failure = error
                    return false
                }
            }
        } catch { throw StateError(error) }
        if let failure { throw failure }
    }
}
