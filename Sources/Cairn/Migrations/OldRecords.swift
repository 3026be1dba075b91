internal import CairnLines
internal import CairnLog

/// Finds the records of a kind that are of an older version, a few at a time.
struct OldRecords {
    private let form: RecordForm
    private let kind: String
    private var walk: MomentWalk
    private let total: Int
    private let progress: ProgressReport?
    /// Records of the kind that were passed.
    private(set) var looked = 0
    private var passed = 0
    private var told = -1
    private var isOver = false

    /// So many make one transaction, unless they are long: others wait while one is decided about.
    private static let mostTogether = 256
    /// No more bytes than this either, by what they are now; a migration may make more of them.
    private static let mostBytesTogether = 1 << 20

    init(_ form: RecordForm, _ kind: String, _ walk: MomentWalk, total: Int, _ progress: ProgressReport?) {
        (self.form, self.kind, self.walk, self.total, self.progress) = (form, kind, walk, total, progress)
    }

    /// Those of the next transaction; nil where there are no more. Errors: `.newerRecord`, `.undecodable`,
    /// `.cancelled`, and those of reading.
    mutating func next() throws(StateError) -> [RecordName]? {
        var (names, bytes) = ([RecordName](), 0)
        while !isOver, names.count < Self.mostTogether, bytes < Self.mostBytesTogether {
            guard let (found, id, record) = try walk.step() else {
                isOver = true
                break
            }
            passed += 1
            if passed % Self.mostTogether == 0 { try tell() }
            guard found.isSameText(as: kind) else { continue }
            looked += 1
            let name = RecordName(kind: kind, id: id)
            guard try form.isOlder(record.json, name) else { continue }
            names.append(name)
            bytes += record.json.count
        }
        if names.isEmpty || isOver { try tell() }
        return names.isEmpty ? nil : names
    }

    private mutating func tell() throws(StateError) {
        if passed == told { return }
        told = passed
        let now = Progress(done: Int64(passed), total: Int64(max(total, passed)), phase: "migrating")
        if let progress, !progress(now) { throw Self.ended }
        if Task.isCancelled { throw Self.ended }
    }

    private static var ended: StateError {
        StateError(.cancelled, "it was ended before all records were migrated; begin again to go on")
    }
}
