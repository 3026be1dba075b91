import CairnDisk
import CairnLog
import CrashLab

/// What a repair that was not disturbed came to.
struct Aim {
    var lines: [[UInt8]] = []
    var last = SequenceNumber.none
    var records: [String: [UInt8]] = [:]

    /// nil where nothing is repaired in this mode: by itself only what can be healed, by salvage the rest.
    init?(of damaged: Disk, _ mode: RecoveryMode) throws {
        var options = SampleStore.options
        options.recovery = mode
        let log = try Rig().open(RecordedFolder(damaged), options)
        guard log.recovery.verdict == (mode == .salvage ? .damaged : .healed) else { return nil }
        self.init(log)
    }

    init(_ log: Log) {
        lines = log.intactNow().lines.map(\.bytes)
        last = log.recovery.lastSequence
        for line in log.intactNow().lines {
            let key = "\(line.kind)/\(line.id)"
            if records[key] == nil, let record = try? log.get(kind: line.kind, id: line.id) {
                records[key] = record.json
            }
        }
    }
}

/// Holds what a crash left of a repair against what the repair was to come to.
struct RepairExamination {
    let rig: Rig
    let mode: RecoveryMode
    let aim: Aim
    /// The file that was harmed, and its bytes then.
    let file: String
    let damaged: [UInt8]

    func open(_ folder: any Folder, _ mode: RecoveryMode? = nil) throws(LogError) -> Log {
        var options = SampleStore.options
        options.recovery = mode ?? self.mode
        return try rig.open(folder, options)
    }

    func examine(_ disk: Disk) -> [String] {
        var complaints: [String] = []
        if !holdsDamaged(disk) { complaints.append("the damaged bytes are neither in their place nor put aside") }
        do throws(LogError) {
            // Whoever opens as usual between two tries of a salvage must not spoil it.
            if mode == .salvage { complaints += try glance(disk) }
            let folder = RecordedFolder(disk)
            let log = try open(folder)
            if !log.recovery.isWritable { complaints.append("it takes no writes") }
            complaints += compare(Aim(log))
            if !holdsDamaged(folder.disk) { complaints.append("repaired again, the damaged bytes are gone") }
            folder.dropLocks()
            let before = folder.mutations
            let again = try open(folder, .acknowledged)
            if folder.mutations != before { complaints.append("the open after the repair changed the disk") }
            if again.recovery.verdict != .clean {
                complaints.append("after the repair it is \(again.recovery.verdict)")
            }
            complaints += compare(Aim(again))
        } catch { complaints.append("it cannot be opened: \(error)") }
        return complaints
    }

    private func glance(_ disk: Disk) throws(LogError) -> [String] {
        let folder = RecordedFolder(disk)
        let log = try open(folder, .acknowledged)
        folder.dropLocks()
        return log.recovery.isWritable ? compare(Aim(log)) : compare(Aim(try open(folder)))
    }

    private func compare(_ found: Aim) -> [String] {
        var complaints: [String] = []
        if found.last != aim.last { complaints.append("it ends with record \(found.last), not \(aim.last)") }
        if found.lines != aim.lines {
            complaints.append("\(found.lines.count) lines are there, not \(aim.lines.count)")
        }
        if found.records != aim.records { complaints.append("a record is not what the repair made it") }
        return complaints
    }

    /// The harmed file stands in its place, or whole in the quarantine.
    private func holdsDamaged(_ disk: Disk) -> Bool {
        // Salvage leaves it where it is; what it drops of a torn end is another matter.
        if let there = disk.bytes(of: file), there.starts(with: damaged) || mode == .salvage { return true }
        return disk.bytes(of: "\(FileName.quarantine)/\(file.dropLast(6))-at-0.bytes") == damaged
    }
}
