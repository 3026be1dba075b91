import CairnDisk
import CairnLog
import CrashLab

/// Plays a workload on a disk that fails, as a program would: it takes refusals as they come, opens again where it
/// may, and remembers what it was promised.
final class FaultTrial {
    let disk: RecordedFolder
    let faulty: FaultyFolder
    private(set) var complaints: [String] = []
    /// What is in the log for certain, as far as the program knows.
    private(set) var history = History()
    /// May be there as well: its sync failed.
    private(set) var doubtful: [[Change]] = []
    private(set) var acknowledged: UInt64 = 0
    private(set) var log: Log?
    private var pending: [(changes: [Change], isTransaction: Bool)] = []
    private let kind: WorkloadKind
    private let options: LogOptions
    private let rig: Rig
    private let clock = FixedClock(now: Rig.noon, monotonic: 1)

    init(_ kind: WorkloadKind, _ fault: Fault?, rig: Rig = Rig()) {
        self.rig = rig
        self.kind = kind
        options = Rig().options(kind)
        disk = RecordedFolder()
        faulty = FaultyFolder(disk, fault)
    }

    func play(_ steps: [Step]) {
        open()
        for step in steps { play(step) }
    }

    /// The fault is over; the machine was not started anew.
    func recover() {
        faulty.replace(nil)
        open()
        if log == nil { complaints.append("it does not open although the disk is well again") }
    }

    func open() {
        disk.dropLocks()
        log = nil
        pending = []
        guard let log = try? rig.open(faulty, options, clock: clock) else { return }
        self.log = log
        settle(log)
    }

    /// What the store shows after opening must be a prefix of what may be there, with all that was promised.
    private func settle(_ log: Log) {
        let report = log.recovery
        if report.verdict == .damaged { complaints.append("a failing disk is called damage\(report.worst)") }
        var possible = history
        for changes in doubtful { possible.append(changes, isTransaction: changes.count > 1) }
        let last = Int(clamping: report.lastSequence.number)
        if UInt64(last) < acknowledged {
            complaints.append("\(acknowledged) records were acknowledged, \(last) are there")
        }
        guard last <= possible.count else {
            complaints.append("\(last) records are there, \(possible.count) may be")
            return
        }
        if !possible.isWhole(last) { complaints.append("half a transaction is there") }
        possible.cut(to: last)
        history = possible
        doubtful = []
        acknowledged = max(acknowledged, log.durableSequence.number)
        if acknowledged > UInt64(last) { acknowledged = UInt64(last) }
        look()
    }

    private func play(_ step: Step) {
        if case .open = step { return open() }
        guard let log else { return }
        switch step {
        case .stage(let changes, let isTransaction, let durability): stage(log, changes, isTransaction, durability)
        case .drive:
            log.drive()
            account(log)
        case .idle(let trims): log.idleNow(trims: trims)
        case .prepare: log.prepareNow()
        case .compact(let all): _ = try? log.compactNow(all: all)
        case .snapshot: _ = try? log.snapshotNow()
        case .hints: log.writeHintsNow()
        case .jump(let microseconds): clock.set(now: clock.now() + microseconds)
        case .close:
            look()
            try? log.closeNow()
            acknowledged = max(acknowledged, log.durableSequence.number)
            self.log = nil
            return
        case .open: return
        }
        acknowledged = max(acknowledged, log.durableSequence.number)
        if acknowledged > UInt64(history.count) { complaints.append("more was acknowledged than is in the log") }
    }

    private func stage(_ log: Log, _ changes: [Change], _ isTransaction: Bool, _ durability: Durability) {
        clock.advance(nanoseconds: 1_234_000)
        // What a program knows to be gone, it does not change.
        var expected = history
        for (changes, isTransaction) in pending { expected.append(changes, isTransaction: isTransaction) }
        for change in changes where change.form == .update && expected.records[change.key] == nil { return }
        do {
            _ = try log.stageNow(
                try changes.map { try $0.entry() }, isTransaction: isTransaction, durability: durability)
            pending.append((changes, isTransaction))
            if log.refusal != nil { complaints.append("a write was accepted by a log that takes none") }
        } catch {
            if log.refusal == nil { complaints.append("a write was refused by a log that takes them: \(error)") }
        }
    }

    /// What became of the writes that were staged: in the log, certainly not, or nobody knows.
    private func account(_ log: Log) {
        let visible = log.visibleSequence.number
        for (changes, isTransaction) in pending {
            if UInt64(history.count + changes.count) <= visible, doubtful.isEmpty {
                history.append(changes, isTransaction: isTransaction)
            } else if log.refusal?.code == .durabilityUnknown {
                doubtful += isTransaction ? [changes] : changes.map { [$0] }
            }
        }
        if UInt64(history.count) != visible {
            complaints.append("the log shows \(visible) records, \(history.count) were accepted")
        }
        pending = []
    }

    /// Whatever is in the log can be read, and is right. Reading may fail; it may not lie.
    func look() {
        guard let log else { return }
        let (lines, failures) = log.intactNow(failures: 4)
        let profile = kind.profile
        let complaint = history.complaint(
            lines, count: history.count, afterCompaction: !failures.isEmpty || !profile.maintenance.isEmpty,
            versions: profile.versions)
        if failures.isEmpty, let complaint { complaints.append(complaint) }
        if failures.contains(where: { $0.code == .damaged }) {
            complaints.append("a failing disk made a line wrong: \(failures[0])")
        }
        for key in history.keys {
            do throws(LogError) {
                if try log.get(kind: key.kind, id: key.id)?.json != history.record(key.name, after: history.count) {
                    complaints.append("\(key.name) is not what its last change made it")
                }
            } catch {
                if error.code == .damaged { complaints.append("\(key.name): \(error)") }
            }
        }
    }

    /// The disk is well again and the store was not reopened: if it takes writes, its housekeeping works as well.
    func keepHouse() {
        faulty.replace(nil)
        guard let log, log.refusal == nil else { return }
        // A workload that does not compact is held to every line.
        let compacts = !kind.profile.maintenance.isEmpty
        if compacts, !attempt("no snapshot can be taken", { () throws(LogError) in _ = try log.snapshotNow() }) {
            return
        }
        // Others would have to write much for it.
        guard options.segmentBytes <= 4 << 10 else { return }
        for number in 0..<8 where !disk.disk.names.contains(FileName.spare) {
            let body = String(repeating: "room ", count: options.segmentBytes / 25)
            let record = ModelRecord(id: "room", [("n", "\(number)"), ("body", "\"\(body)\"")])
            play(.stage([Change("note", "room", writes: record)], isTransaction: false, .synced))
            play(.drive)
            log.prepareNow()
        }
        // The manifest may have been found to be in doubt.
        guard log.refusal?.code != .durabilityUnknown else { return }
        if !disk.disk.names.contains(FileName.spare) { complaints.append("no room is filled for the next segment") }
        if compacts {
            _ = attempt("it cannot be compacted") { () throws(LogError) in _ = try log.compactNow(all: true) }
        }
        if let refusal = log.refusal { complaints.append("writing stopped on a disk that is well again: \(refusal)") }
    }

    /// False where the manifest is in doubt: then nothing is to be expected before the store is opened again.
    private func attempt(_ complaint: String, _ body: () throws(LogError) -> Void) -> Bool {
        do throws(LogError) { try body() } catch {
            if error.code == .durabilityUnknown { return false }
            complaints.append("the disk is well again, and \(complaint): \(error)")
        }
        return true
    }

    /// Takes a write after everything, and has it acknowledged.
    func writeOnce() {
        guard let log else { return }
        play(.stage([Examination.later[0]], isTransaction: false, .synced))
        play(.drive)
        if log.durableSequence.number != UInt64(history.count) || pending.count > 0 || log.refusal != nil {
            complaints.append(
                "the disk is well again, the store was reopened, and a write is not acknowledged: "
                    + (log.refusal?.description ?? ""))
        }
    }
}
