import CairnDisk
import CairnLog
import CrashLab

/// The laboratory itself, or the engine while nothing failed, did something that cannot be.
package struct LabError: Error, CustomStringConvertible {
    package var description: String
    init(_ description: String) { self.description = description }
}

/// Plays the steps of a workload on a recorded disk, and writes into the trace what was promised.
final class Performance {
    let folder: RecordedFolder
    private(set) var history: History
    private let rig: Rig
    private let options: LogOptions
    private let clock = FixedClock(now: Rig.noon, monotonic: 1)
    private var log: Log?
    private var marked: UInt64?
    /// Lines of the history that were read back.
    private var seen = 0

    init(on folder: RecordedFolder, history: History = History(), rig: Rig, options: LogOptions) {
        self.folder = folder
        self.history = history
        self.rig = rig
        self.options = options
    }

    /// Opens the store; what was lost in a crash goes from the history.
    func open() throws {
        let log = try rig.open(folder, options, clock: clock)
        self.log = log
        let last = Int(log.recovery.lastSequence.number)
        guard last <= history.count else { throw LabError("\(last) records were found, \(history.count) written") }
        history.cut(to: last)
        seen = min(seen, last)
        marked = nil
        promise()
        try look()
    }

    func play(_ steps: [Step]) throws {
        for step in steps { try play(step) }
    }

    private func play(_ step: Step) throws {
        if case .open = step {
            // Without a close before it, the process died and the system lived on.
            if log != nil { folder.dropLocks() }
            return try open()
        }
        guard let log else { throw LabError("a step without a log") }
        let before = folder.disk.names
        switch step {
        case .stage(let changes, let isTransaction, let durability):
            clock.advance(nanoseconds: 1_234_000)
            _ = try log.stageNow(
                try changes.map { try $0.entry() }, isTransaction: isTransaction, durability: durability)
            history.append(changes, isTransaction: isTransaction)
        case .drive: log.drive()
        case .idle(let trims): log.idleNow(trims: trims)
        case .prepare: log.prepareNow()
        case .jump(let microseconds): clock.set(now: clock.now() + microseconds)
        case .close:
            try look()
            try log.closeNow()
            promise()
            self.log = nil
            return
        case .compact(let all): _ = try log.compactNow(all: all)
        case .snapshot: _ = try log.snapshotNow()
        case .hints: log.writeHintsNow()
        case .open: return
        }
        if let refusal = log.refusal { throw LabError("writing stopped although nothing failed: \(refusal)") }
        promise()
        try look()
        try HousekeepingCheck(folder, options).check(step, namesBefore: before)
    }

    /// What is durable now must be there after any crash from here on.
    private func promise() {
        guard let durable = log?.durableSequence.number, marked != durable else { return }
        folder.mark(durable)
        marked = durable
    }

    /// Reads back what has become visible and holds it against what was staged.
    private func look() throws {
        guard let log, Int(log.visibleSequence.number) > seen else { return }
        for line in try log.linesNow(from: SequenceNumber(UInt64(seen + 1))) {
            let index = Int(clamping: line.sequence.number) - 1
            if let complaint = history.complaint(line, at: index) { throw LabError("while running: \(complaint)") }
            history.note(line: line.bytes, at: index)
        }
        seen = Int(log.visibleSequence.number)
    }
}
