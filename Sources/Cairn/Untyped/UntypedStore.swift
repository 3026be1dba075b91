public import CairnLog

/// A store whose records are JSON: queries, the past and moves of data, without the records' Swift types.
///
/// It stands on a log that is open, for reading or for writing. What indices a kind has stands in the store; their
/// trees are made here where that pays, and kept as long as nothing is written: see ``explain(_:of:)``.
public struct UntypedStore: Sendable {
    let log: Log
    private let indices = UntypedIndices()

    /// Over a log that is open already.
    public init(_ log: Log) { self.log = log }

    /// A record as it is now; nil where there is none.
    ///
    /// - Errors: `.damaged`, `.inputOutput`, `.closed`.
    public func record(of kind: String, id: String) throws(StateError) -> StoredRecord? {
        do throws(LogError) { return try log.get(kind: kind, id: id) } catch { throw StateError(error) }
    }

    /// The records that a query asks for, one at a time, until `body` returns false; all as of one moment.
    ///
    /// - Parameter progress: Told how many records were looked at; returning false ends it.
    /// - Errors: `.invalidQuery`, `.damaged`, `.inputOutput`; `.cancelled` where `progress` ended it; what `body`
    ///   throws.
    /// - Complexity: as ``explain(_:of:)`` says. Where it sorts, it keeps 16,384 rows at most and goes through the
    ///   records again for those behind them.
    public func forEach(
        _ query: UntypedQuery, of kind: String, progress: ProgressReport? = nil,
        do body: (_ id: String, _ json: [UInt8]) throws -> Bool
    ) throws {
        let source = try indices.source(log, query.request, kind, progress)
        let plan = try QueryRun<UntypedMoment>.plan(query.request, kind, source)
        var run = QueryRun(source: source, kind: kind, plan: plan, check: nil)
        while let row = try run.next() {
            guard try body(row.id, row.json) else { return }
        }
    }

    /// All records of a kind, or of every kind, in no order, until `body` returns false; all as of one moment.
    ///
    /// - Errors: as ``forEach(_:of:progress:do:)``.
    /// - Complexity: one read for each record of the store.
    public func forEach(
        of kind: String?, progress: ProgressReport? = nil, do body: (UntypedRecord) throws -> Bool
    ) throws {
        try UntypedMoment(log, progress).walk(kind, body)
    }

    /// How many records a query asks for.
    ///
    /// - Errors: as ``forEach(_:of:progress:do:)``.
    public func count(_ query: UntypedQuery, of kind: String, progress: ProgressReport? = nil) throws -> Int {
        var count = 0
        try forEach(query, of: kind, progress: progress) { _, _ in
            count += 1
            return true
        }
        return count
    }

    /// The changes of the store in their order: from a sequence on, or what comes from now on, for as long as the store
    /// is open. Opened for reading, it follows a writer in another process.
    public func changes(from first: SequenceNumber? = nil) -> StateChanges {
        StateChanges(log, from: first ?? log.statistics.lastSequence.next, following: true)
    }

    /// How a query is answered: where candidates come from, what remains to be checked, how it is sorted; and which of
    /// the store's indices would have helped, but would have to be made first.
    ///
    /// To make a kind's indices every record is read once. That pays at once where a query without them would read all
    /// records many times, to sort them; otherwise when the kind is asked a second time, with nothing written since.
    ///
    /// - Errors: `.invalidQuery`; as ``forEach(_:of:progress:do:)`` where indices are made.
    public func explain(
        _ query: UntypedQuery, of kind: String, progress: ProgressReport? = nil
    ) throws(StateError) -> String {
        let source = try indices.source(log, query.request, kind, progress)
        let text = try source.explain(query.request, kind)
        if source.indices(kind) != nil { return text }
        let helpful = UntypedIndices.helpful(IndexBook(log).indices(of: kind), query.request)
        let notes = helpful.map { "not used: index \($0.name), which would have to be made first" }
        return ([text] + notes).joined(separator: "\n")
    }
}
