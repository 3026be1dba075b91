internal import CairnLines
internal import CairnLog

/// All records of a kind, one after the other, in no order: those of a moment, and over them what a transaction knows.
struct RecordScan {
    private var walk: MomentWalk
    private let kind: String
    /// nil where records are given as they are stored.
    private let form: RecordForm?
    /// nil where the record was removed.
    private var over: TextMap<[UInt8]?>
    private var hasWalked = false
    private var watch: ScanWatch?

    init(
        _ walk: MomentWalk, of kind: String, _ form: RecordForm? = nil, over: TextMap<[UInt8]?> = [:],
        watch: ScanWatch? = nil
    ) {
        self.walk = walk
        self.form = form
        self.watch = watch
        self.kind = kind
        self.over = over
    }

    mutating func next() throws(StateError) -> QueryRow? {
        while !hasWalked {
            guard let (found, id, record) = try walk.step() else {
                hasWalked = true
                break
            }
            try watch?.note()
            guard found.isSameText(as: kind), over.isEmpty || over[id] == nil else { continue }
            let json = try form?.migrated(record.json, RecordName(kind: kind, id: id)) ?? record.json
            return QueryRow(id: id, json: json)
        }
        while let (id, json) = over.popFirst() {
            if let json { return QueryRow(id: id, json: json) }
        }
        return nil
    }
}

extension MomentWalk {
    /// The next record, with errors as this floor tells them.
    mutating func step() throws(StateError) -> (kind: String, id: String, record: StoredRecord)? {
        do throws(LogError) { return try next() } catch { throw StateError(error) }
    }
}
