import CairnDisk
import CairnLog
import CrashLab

/// Opens a harmed store and looks for a wrong answer, a wrong verdict, or a loss that nobody was told of.
struct HarmExamination {
    let store: SampleStore
    var form = SampleStore.Form.closed
    var rig = Rig()

    struct Outcome {
        var complaints: [String] = []
        /// How it was answered: a verdict, or the code of the error.
        var answer = ""
        /// Keys that were answered with an error or a warning, because their newest line is lost or may be.
        var refused = 0
    }

    func examine(_ harm: Harm) -> Outcome {
        var disk = store.disk
        harm.apply(to: &disk)
        var outcome = Outcome()
        let isLog = harm.file.hasPrefix("seg-") && harm.file.hasSuffix(".jsonl")
        let forecast = HarmForecast(harm, in: store)
        let isManifest = harm.file.hasPrefix("MANIFEST")
        do throws(LogError) {
            let folder = RecordedFolder(disk)
            let log = try rig.open(folder, SampleStore.options)
            outcome.answer = log.recovery.verdict.rawValue
            if isLog, isJudged(harm) {
                judge(log, forecast, &outcome)
            } else if isLog {
                read(log, count: store.history.count, lost: forecast.lost, &outcome)
            } else {
                if isManifest, !endsWithLine(harm), log.recovery.findings.isEmpty {
                    outcome.complaints.append("nobody noticed")
                }
                read(log, count: store.history.count, lost: [], &outcome)
                if isManifest { judgeManifest(log, folder, disk, &outcome) }
            }
        } catch {
            outcome.answer = "\(error.code)"
            outcome.complaints.append("it does not open at all: \(error)")
        }
        let isDerived = harm.file.hasSuffix(".idx") || harm.file.hasSuffix(FileName.unfinished)
        if !isDerived, !endsWithLine(harm), !isLog || forecast.verdict != .clean, !isNoticed(disk) {
            outcome.complaints.append("verifying finds nothing")
        }
        return outcome
    }

    /// A file that was cut behind one of its lines looks as it did once; nothing in it can tell.
    private func endsWithLine(_ harm: Harm) -> Bool {
        guard harm.file.hasPrefix("MANIFEST"), case .cut(let length) = harm.kind, length > 0 else { return false }
        return store.disk.bytes(of: harm.file)?[length - 1] == 0x0a
    }

    /// Every byte of it is read at opening. Of a store with hints, that is the last segment alone.
    private func isJudged(_ harm: Harm) -> Bool { form != .kept || harm.file == store.segments.last }

    /// Reading everything finds something.
    func isNoticed(_ disk: Disk) -> Bool {
        let environment = LogEnvironment(
            folder: RecordedFolder(disk), clock: FixedClock(now: Rig.noon), hasThreads: false, checks: rig.checks)
        guard let report = try? Log.verifyNow(environment) else { return true }
        return !report.findings.isEmpty
    }

    private func judge(_ log: Log, _ forecast: HarmForecast, _ outcome: inout Outcome) {
        let report = log.recovery
        let isHealed = report.verdict == .healed && forecast.verdict == .damaged
        if report.verdict.rawValue != forecast.verdict.rawValue, !isHealed {
            outcome.complaints.append("judged \(report.verdict), and it is \(forecast.verdict)\(report.worst)")
            return
        }
        if report.isWritable == (report.verdict == .damaged) {
            outcome.complaints.append("judged \(report.verdict), and writable is \(report.isWritable)")
        }
        read(log, count: forecast.left, lost: forecast.verdict == .damaged ? forecast.lost : [], &outcome)
    }

    /// Everything that is not lost is there and right; of what is lost, nothing wrong is told.
    func read(_ log: Log, count: Int, lost: Set<UInt64>, _ outcome: inout Outcome) {
        if log.recovery.lastSequence.number != UInt64(count) {
            outcome.complaints.append("it ends with record \(log.recovery.lastSequence), \(count) were expected")
        }
        let (lines, failures) = log.intactNow()
        for line in lines {
            let index = Int(clamping: line.sequence.number) - 1
            if let complaint = store.history.complaint(line, at: index) { outcome.complaints.append(complaint) }
        }
        let given = Set(lines.map(\.sequence.number))
        let wanted = Set((0..<count).map { UInt64($0 + 1) }).subtracting(lost)
        if let first = wanted.subtracting(given).min() {
            let why = failures.first?.description ?? "no reason given"
            outcome.complaints.append("record \(first) is intact and cannot be read: \(why)")
        }
        if lines.count != given.count { outcome.complaints.append("a record is given twice") }
        for key in store.history.keys { get(log, key, count, lost, &outcome) }
    }

    private func get(
        _ log: Log, _ key: (name: String, kind: String, id: String), _ count: Int, _ lost: Set<UInt64>,
        _ outcome: inout Outcome
    ) {
        do throws(LogError) {
            let found = try log.get(kind: key.kind, id: key.id)
            if found?.json == store.history.record(key.name, after: count) { return }
            if let found, found.mayBeOutdated, log.recovery.verdict == .damaged { return outcome.refused += 1 }
            outcome.complaints.append("\(key.name) is not what its last change made it, and nobody was told")
        } catch {
            outcome.refused += 1
            // Where a newer line is lost, nobody knows of which key it was.
            let newest = store.history.sequences(key.name, after: count).last ?? 0
            let isInDoubt = lost.contains { $0 >= newest } && error.code == .damaged
            let isHarmed = store.history.sequences(key.name, after: count).contains { lost.contains($0) }
            if log.recovery.verdict == .healed || (!isInDoubt && !isHarmed) {
                outcome.complaints.append("\(key.name) is intact and cannot be read: \(error)")
            }
        }
    }
}
