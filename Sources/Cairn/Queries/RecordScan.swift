internal import CairnLog

/// All records of a kind, one after the other, in no order: those of a moment, and over them what a transaction knows.
struct RecordScan {
    private var walk: MomentWalk
    private let kind: String
    /// nil where the record was removed.
    private var over: [String: [UInt8]?]
    private var hasWalked = false
    private var watch: ScanWatch?

    init(_ walk: MomentWalk, of kind: String, over: [String: [UInt8]?] = [:], watch: ScanWatch? = nil) {
        self.walk = walk
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
            if found == kind, over[id] == nil { return QueryRow(id: id, json: record.json) }
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
