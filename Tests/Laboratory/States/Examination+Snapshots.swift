import CairnDisk
import CairnLines
import CairnLog
import CrashLab

/// A snapshot that the manifest names holds exactly the state of its moment, whatever crash came after it.
extension Examination {
    func snapshotsAreTrue(_ manifest: ManifestState, _ disk: Disk, _ survivors: Int) throws(Broken) {
        for record in manifest.snapshots {
            let name = FileName.snapshot(record.sequence)
            let count = Int(clamping: record.sequence.number)
            guard count <= survivors else {
                throw Broken("\(name) is named by the manifest, and the log ends with record \(survivors)")
            }
            let lines = try lines(of: record, RecordedFolder(disk))
            for line in lines {
                let index = Int(clamping: line.sequence) - 1
                let expected = index < history.count && index >= 0 ? history.written[index] : nil
                guard let expected, expected.line.isEmpty || expected.line == line.bytes else {
                    throw Broken("\(name) has a line \(line.sequence) that is not what was written")
                }
            }
            let wanted = history.keys.flatMap { history.lines(of: $0.name, after: count) }
            guard lines.map(\.sequence) == wanted.sorted() else {
                throw Broken("\(name) does not hold the state of its moment: \(lines.map(\.sequence)), not \(wanted)")
            }
            try hintsAreWhole(record, manifest.identity?.seed ?? 0, RecordedFolder(disk))
        }
    }

    /// The records in a snapshot, after all its checksums.
    private func lines(
        of record: SnapshotRecord, _ folder: RecordedFolder
    ) throws(Broken) -> [(sequence: UInt64, bytes: [UInt8])] {
        let name = FileName.snapshot(record.sequence)
        var lines: [(sequence: UInt64, bytes: [UInt8])] = []
        do {
            let file = try folder.open(name, .read, .readSnapshot)
            let limits = SnapshotLimits(contentBytes: Int(clamping: record.bytes))
            let summary = try SnapshotReader.read(file, limits: limits) { line throws(SnapshotError) in
                guard let envelope = try? LineReader.read(line), envelope.form != .control else { return }
                lines.append((envelope.sequence, Array(line)))
            }
            guard summary.digest == record.digest else { throw Broken("\(name) is not the one that was published") }
        } catch { throw Broken("\(name) was published and cannot be read: \(error)") }
        return lines
    }

    /// Without its hints a snapshot neither speeds up opening nor heals.
    private func hintsAreWhole(
        _ record: SnapshotRecord, _ seed: UInt64, _ folder: RecordedFolder
    ) throws(Broken) {
        let name = FileName.snapshotHints(record.sequence)
        let expected = HintIdentity(
            kind: .snapshot, segment: SegmentID(0), first: .first, last: record.sequence, contentBytes: record.bytes,
            digestPrefix: record.digest.prefix ^ seed)
        do {
            let reader = try HintReader(try folder.open(name, .read, .readHints), expecting: expected)
            try reader.forEach { _ in }
        } catch { throw Broken("\(name), of a published snapshot, cannot be used: \(error)") }
    }
}
