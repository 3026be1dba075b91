internal import CairnLog

/// Tells how far a walk over all records has come, and ends it when the answer is to stop.
struct ScanWatch {
    let total: Int
    let progress: ProgressReport
    private var seen = 0

    /// Told after so many records: some milliseconds of reading.
    private static let stride = 1_024

    init(total: Int, _ progress: @escaping ProgressReport) {
        self.total = total
        self.progress = progress
    }

    /// One more was looked at.
    mutating func note() throws(StateError) {
        seen += 1
        guard seen % Self.stride == 0 else { return }
        try Self.tell(seen, of: total, "reading records", progress)
    }

    /// - Throws: `.cancelled` where the answer is to stop.
    static func tell(
        _ seen: Int, of total: Int, _ phase: String, _ progress: ProgressReport?
    ) throws(StateError) {
        let state = Progress(done: Int64(seen), total: Int64(max(total, seen)), phase: phase)
        if progress?(state) == false { throw StateError(.cancelled, "the query was ended before it was done") }
    }
}
