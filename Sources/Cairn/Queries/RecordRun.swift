internal import CairnLines

/// Runs a typed query: gives records, one after the other.
struct RecordRun<R: Record, Source: RecordSource> {
    private var run: QueryRun<Source>
    private let reader: RecordReader<R>

    /// - Throws: `.invalidQuery`, `.unknownIndex`.
    init(_ request: QueryRequest, _ query: Query<R>, _ source: Source) throws(StateError) {
        let plan = try QueryRun<Source>.plan(request, R.kind, source)
        let reader = RecordReader<R>()
        let matches = query.condition.matches
        let check: ((QueryRow) throws(StateError) -> Bool)? =
            query.condition.isExact
            ? nil : { (row) throws(StateError) in matches(try reader.record(in: row)) }
        run = QueryRun(source: source, kind: R.kind, plan: plan, check: check)
        self.reader = reader
    }

    /// The next record and what it was made of; nil at the end. Errors: `.undecodable`, and those of reading.
    mutating func next() throws(StateError) -> (row: QueryRow, record: R)? {
        guard let row = try run.next() else { return nil }
        return (row, try reader.record(in: row))
    }
}

/// Decodes a record once, whether it is checked or given out.
private final class RecordReader<R: Record> {
    private var last: (id: String, record: R)?

    func record(in row: QueryRow) throws(StateError) -> R {
        if let last, last.id.isSameText(as: row.id) { return last.record }
        let record = try RecordText.decode(R.self, row.json, RecordName(kind: R.kind, id: row.id))
        last = (row.id, record)
        return record
    }
}
