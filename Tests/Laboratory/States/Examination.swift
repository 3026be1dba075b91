import CairnDisk
import CairnLog
import CrashLab

/// Opens one crashed disk and holds it against every promise.
struct Examination {
    let rig: Rig
    let kind: WorkloadKind
    let history: History
    /// Up to here everything was acknowledged as synced; nil where not even the store was.
    let promised: UInt64?

    /// What came of it. The traces are those of what was done to the disk, to be crashed in turn.
    struct Outcome {
        var complaints: [String] = []
        var survivors = 0
        var verdict: RecoveryReport.Verdict?
        var recovery: Trace?
        var continuation: Trace?
    }

    func examine(_ disk: Disk) -> Outcome {
        var outcome = Outcome()
        do throws(Broken) {
            let first = RecordedFolder(disk)
            let findings = try open(first, TornOracle(disk), &outcome)
            outcome.recovery = first.trace
            try isAside(findings, of: disk, in: first.disk)
            try asideIsTrue(first.disk)
            let manifest = try tidy(first.disk)
            try snapshotsAreTrue(manifest, first.disk, outcome.survivors)
            let second = RecordedFolder(first.disk)
            try goOn(second, &outcome)
            outcome.continuation = second.trace
            try trimmed(second.disk)
            try reopen(second.disk, outcome.survivors)
        } catch { outcome.complaints.append(error.complaint) }
        return outcome
    }

    /// A promise that was not kept.
    struct Broken: Error {
        var complaint: String
        init(_ complaint: String) { self.complaint = complaint }
    }

    func attempt<T>(_ what: String, _ body: () throws(LogError) -> T) throws(Broken) -> T {
        do throws(LogError) { return try body() } catch { throw Broken("\(what): \(error)") }
    }

    private func require(_ isKept: Bool, _ complaint: @autoclosure () -> String) throws(Broken) {
        if !isKept { throw Broken(complaint()) }
    }

    /// Gives what the report says.
    private func open(
        _ folder: RecordedFolder, _ oracle: TornOracle, _ outcome: inout Outcome
    ) throws(Broken) -> [Finding] {
        let log = try attempt("it does not open") { () throws(LogError) in try rig.open(folder, rig.options(kind)) }
        let report = log.recovery
        outcome.verdict = report.verdict
        outcome.survivors = Int(clamping: report.lastSequence.number)
        let found = report.worst
        try require(report.isWritable, "it takes no writes, verdict \(report.verdict)\(found)")
        switch report.verdict {
        case .damaged, .healed: throw Broken("a power cut is called damage\(found)")
        case .created:
            try require(promised == nil, "the store is gone; a new one was made")
            try require(!oracle.hasStore, "a new store was made over one that was there")
        case .torn: try require(oracle.isTorn, "the verdict is torn, but nothing stands behind the end\(found)")
        case .clean: try require(!oracle.isTorn, "the verdict is clean, but bytes stand behind the end")
        }
        let count = outcome.survivors
        try require(UInt64(count) >= promised ?? 0, "\(promised ?? 0) records were acknowledged, \(count) are there")
        try require(count <= history.count, "\(count) records are there, \(history.count) were written")
        try require(history.isWhole(count), "half a transaction is there: it ends with record \(count)")
        try read(log, count, [])
        return report.findings
    }

    /// The records, in order and by key, are the first `count` of the history and then `more`.
    private func read(_ log: Log, _ count: Int, _ more: [Change]) throws(Broken) {
        let lines = try attempt("the lines cannot be read") { () throws(LogError) in try log.linesNow() }
        let old = lines.prefix { $0.sequence.number <= UInt64(count) }
        let profile = kind.profile
        if let complaint = history.complaint(
            Array(old), count: count, afterCompaction: !profile.maintenance.isEmpty, versions: profile.versions,
            rewritten: Set(more.map(\.key)))
        {
            throw Broken(complaint)
        }
        let new = lines.dropFirst(old.count)
        try require(
            new.count == more.count, "\(more.count) records were written after the crash, \(new.count) are there")
        for (index, (line, change)) in zip(new, more).enumerated() {
            try require(
                line.id == change.id && Array(line.json) == change.json
                    && line.sequence.number == UInt64(count + index + 1),
                "record \(line.sequence), written after the crash, is not what was written")
        }
        let newer = Set(more.map(\.key))
        for key in history.keys where !newer.contains(key.name) {
            try get(log, key.kind, key.id, history.record(key.name, after: count))
        }
        for change in more { try get(log, change.kind, change.id, change.json) }
    }

    private func get(_ log: Log, _ kind: String, _ id: String, _ expected: [UInt8]?) throws(Broken) {
        let found = try attempt("\(kind)/\(id) cannot be read") { () throws(LogError) in
            try log.get(kind: kind, id: id)
        }
        try require(found?.json == expected, "\(kind)/\(id) is not what its last change made it")
    }

    /// What is written after a crash: a record, and a transaction over more than a sector.
    static let later: [Change] = [
        Change("note", "after", writes: ModelRecord(id: "after", [("n", "1"), ("body", "\"" + pad(70) + "\"")])),
        Change("note", "both-a", writes: ModelRecord(id: "both-a", [("body", "\"" + pad(500) + "\"")])),
        Change("note", "both-b", writes: ModelRecord(id: "both-b", [("body", "\"" + pad(200) + "\"")])),
    ]

    private static func pad(_ count: Int) -> String { String(repeating: "later ", count: count / 6) }

    /// The second open changes nothing and finds the same; then writing goes on.
    private func goOn(_ folder: RecordedFolder, _ outcome: inout Outcome) throws(Broken) {
        let before = folder.mutations
        let log = try attempt("it does not open again") { () throws(LogError) in try rig.open(folder, rig.options(kind))
        }
        try require(
            folder.mutations == before,
            "the second open changed the disk: \(folder.trace.events.first?.description ?? "")")
        // What the first open made or settled, the second finds in order.
        let expected = outcome.verdict == .created || outcome.verdict == .torn ? .clean : outcome.verdict
        try require(
            log.recovery.lastSequence.number == UInt64(outcome.survivors) && log.recovery.verdict == expected,
            "the second open finds \(log.recovery.verdict) and \(log.recovery.lastSequence) records, "
                + "the first found \(outcome.verdict.map { $0.rawValue } ?? "nothing") and \(outcome.survivors)")
        folder.mark(UInt64(outcome.survivors))
        let target = UInt64(outcome.survivors + Self.later.count)
        do {
            _ = try log.stageNow([try Self.later[0].entry()])
            _ = try log.stageNow(try Self.later[1...].map { try $0.entry() }, isTransaction: true)
        } catch { throw Broken("writing after the crash is refused: \(error)") }
        log.drive()
        try require(
            log.durableSequence.number == target,
            "a write after the crash was not acknowledged: \(log.refusal?.description ?? "no reason given")")
        folder.mark(target)
        if !kind.profile.maintenance.isEmpty {
            log.writeHintsNow()
            _ = try attempt("it cannot be compacted") { () throws(LogError) in try log.compactNow(all: true) }
            _ = try attempt("no snapshot can be taken") { () throws(LogError) in try log.snapshotNow() }
        }
        try attempt("it does not close") { () throws(LogError) in try log.closeNow() }
    }

    private func reopen(_ disk: Disk, _ survivors: Int) throws(Broken) {
        let folder = RecordedFolder(disk)
        let log = try attempt("after writing it does not open") { () throws(LogError) in
            try rig.open(folder, rig.options(kind))
        }
        try require(
            log.recovery.verdict == .clean && log.recovery.isWritable,
            "closed in order after the crash, it opens as \(log.recovery.verdict)\(log.recovery.worst)")
        try read(log, survivors, Self.later)
    }
}

extension RecoveryReport {
    /// The first finding, for a complaint.
    var worst: String {
        findings.first.map { "; \($0.kind) in \($0.file) at \($0.offset), \($0.bytes) bytes: \($0.message.prefix(60))" }
            ?? ""
    }
}
