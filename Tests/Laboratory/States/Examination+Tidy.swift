import CairnLog
import CrashLab

/// What a crash left behind is cleared away: a disk does not fill up with what nobody needs.
extension Examination {
    /// After opening, only files that count are there. Gives what the manifest says.
    func tidy(_ disk: Disk) throws(Broken) -> ManifestState {
        let manifests = disk.names.filter { $0.hasPrefix("MANIFEST-") }
        guard let newest = manifests.last, manifests.count == 1 else {
            throw Broken("\(manifests.count) manifests are there after opening")
        }
        let generation = UInt64(newest.dropFirst(9).dropLast(6)) ?? 0
        let state = try attempt("the manifest cannot be read") { () throws(LogError) in
            try ManifestReader.read(RecordedFolder(disk), generation: generation, checks: rig.checks).state
        }
        var wanted: Set<String> = [newest]
        for record in state.segments { wanted.formUnion([record.fileName, record.hintsName]) }
        for snapshot in state.snapshots {
            wanted.formUnion([FileName.snapshot(snapshot.sequence), FileName.snapshotHints(snapshot.sequence)])
        }
        let stray = disk.names.first { name in
            if name.hasPrefix("quarantine/") { return name.hasSuffix(FileName.unfinished) }
            return !wanted.contains(name) && name != FileName.lock
        }
        if let stray { throw Broken("\(stray) is left after opening, and nobody needs it") }
        return state
    }

    /// What opening dropped was put aside, to the byte.
    func isAside(_ findings: [Finding], of before: Disk, in after: Disk) throws(Broken) {
        for finding in findings where finding.kind == .tornTail || finding.kind == .tornTransaction {
            guard finding.bytes > 0, let bytes = before.bytes(of: finding.file) else { continue }
            let dropped = bytes.dropFirst(Int(finding.offset)).prefix(Int(finding.bytes))
            guard let copy = finding.quarantine.flatMap({ after.bytes(of: $0) }), copy.elementsEqual(dropped) else {
                throw Broken("what was dropped of \(finding.file) at \(finding.offset) was not put aside")
            }
        }
    }

    /// A copy that was put aside is what it says, as long as its original is there to compare.
    func asideIsTrue(_ disk: Disk) throws(Broken) {
        for name in disk.names where name.hasPrefix("quarantine/") && name.hasSuffix(".bytes") {
            let parts = name.dropFirst("quarantine/".count).dropLast(".bytes".count).split(separator: "-")
            guard parts.count == 5, let offset = Int(parts[4]), let copy = disk.bytes(of: name),
                let original = disk.bytes(of: "\(parts[0..<3].joined(separator: "-")).jsonl"), offset <= original.count
            else { continue }
            if !original[offset...].starts(with: copy) { throw Broken("\(name) is not what stands in the segment") }
        }
    }

    /// After closing, the last segment has no filled room at its end. Older ones are never edited.
    func trimmed(_ disk: Disk) throws(Broken) {
        guard let last = disk.names.last(where: { $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl") }),
            let bytes = disk.bytes(of: last), bytes.count > 1
        else { return }
        if bytes.suffix(2) == [0x0a, 0x0a] { throw Broken("\(last) has filled room at its end after closing") }
    }
}
