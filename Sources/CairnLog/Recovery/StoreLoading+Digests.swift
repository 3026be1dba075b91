internal import CairnDisk

extension StoreLoading {
    /// Compares a sealed segment's bytes with the digest that its successor, its own record, and its seal give.
    mutating func checkDigest(_ record: SegmentRecord, _ file: any DiskFile, _ known: SegmentEnd, _ seal: SegmentEnd?) {
        guard environment.checks.contains(.digest), !hasAcceptedGap(record) else { return }
        for end in [known, seal].compactMap({ $0 }) where digest(of: file, to: end.bytes) != end.digest {
            isDamaged = true
            note(
                .brokenChain, record.fileName, 0, end.bytes,
                "each line is intact by itself, but the segment is not the one that was sealed: lines were exchanged, "
                    + "or its checksums were made anew",
                first: record.first, last: SequenceNumber(end.next.number &- 1))
            return
        }
    }

    private func hasAcceptedGap(_ record: SegmentRecord) -> Bool {
        manifest.state.gaps.contains { $0.segment == record.id }
    }

    private func digest(of file: any DiskFile, to end: Int64) -> SHA256Value? {
        guard let digest = try? RunningDigest(), (try? digest.update(file: file, to: end, .readSegment)) != nil else {
            return nil
        }
        return try? digest.value()
    }

    /// Reads every snapshot that the manifest names, to its last checksum.
    mutating func checkSnapshots() {
        for record in manifest.state.snapshots {
            let name = FileName.snapshot(record.sequence)
            guard let problem = SnapshotCheck(environment).problem(with: record) else { continue }
            note(.badSnapshot, name, 0, survey.snapshots[record.sequence] ?? 0, problem, last: record.sequence)
        }
    }
}

/// Reads a snapshot whole and compares it with what the manifest says of it.
struct SnapshotCheck {
    private let environment: LogEnvironment

    init(_ environment: LogEnvironment) { self.environment = environment }

    /// Gives each line. nil when all is well, else what is wrong.
    func problem(
        with record: SnapshotRecord, _ body: (UnsafeRawBufferPointer) -> Void = { _ in }
    ) -> String? {
        let file: any DiskFile
        do throws(DiskError) {
            file = try environment.folder.open(FileName.snapshot(record.sequence), .read, .readSnapshot)
        } catch { return "the snapshot cannot be read: \(error)" }
        defer { file.close() }
        let isChecked = environment.checks.contains(.snapshot)
        let limits = SnapshotLimits(contentBytes: isChecked ? Int(clamping: record.bytes) : .max)
        do throws(SnapshotError) {
            let summary = try SnapshotReader.read(file, limits: limits) { line throws(SnapshotError) in body(line) }
            guard isChecked, summary.digest != record.digest || summary.contentBytes != Int(clamping: record.bytes)
            else { return nil }
            return "the snapshot is whole, but not the one that the manifest names"
        } catch { return "the snapshot is damaged: \(error)" }
    }
}
