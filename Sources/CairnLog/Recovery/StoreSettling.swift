internal import CairnLines
internal import CairnDisk

/// Does what the verdict asks for, for a writer: makes durable what is served, puts torn bytes aside, clears leftovers.
struct StoreSettling {
    let environment: LogEnvironment
    let options: LogOptions
    /// nil for a reader, who changes nothing.
    let lock: (any FolderLock)?

    func settle(_ loaded: StoreLoading) throws(LogError) -> OpenedStore {
        var report = loaded.report
        var read = loaded.manifest
        // A number is never given twice, not even that of a file that counts for nothing: should a power cut bring it
        // back, it would stand for what it does not.
        read.state.reserve(above: loaded.survey.segmentIDs.max())
        let manifest = ManifestWriter(
            environment.folder, clock: environment.clock, read, checkpointLines: options.manifestLines)
        var active: ActiveSegment?
        var previous: SegmentEnd?
        var reason: LogError?
        if lock == nil {
            reason = LogError(.readOnly, "the store was opened for reading only")
        } else if manifest.isRebuilt, options.recovery != .salvage {
            // Nothing is written, not even to the quarantine, before somebody has decided.
            try makeDurable(loaded)
            reason = LogError(
                .damaged,
                "the store has lost its manifest and is open for reading only; `cairn recover --mode salvage` writes "
                    + "a new one from the segments")
        } else {
            try makeDurable(loaded)
            if options.recovery == .salvage, manifest.isRebuilt || loaded.isDamaged {
                try environment.dropKeptIndices()
            }
            keepBadBytes(loaded, &report)
            if manifest.isRebuilt {
                try keepWhatIsReplaced(loaded)
                try manifest.writeAnew(acknowledged: SequenceNumber(loaded.next.number &- 1))
            }
            if loaded.isDamaged {
                reason = try damageReason(loaded, manifest, &report)
            }
            if reason == nil {
                clearLeftovers(loaded)
                (active, previous) = try growingSegment(loaded)
                try keepRetention(loaded, manifest)
            }
        }
        report.isWritable = reason == nil
        return OpenedStore(
            identity: loaded.identity, report: report, index: loaded.index, catalog: loaded.catalog,
            manifest: manifest, lock: lock, next: loaded.next, lastMicroseconds: loaded.lastMicroseconds,
            active: active, previous: previous, told: loaded.told,
            lost: options.recovery == .salvage ? nil : loaded.lost, readOnlyReason: reason)
    }

    /// What a killed process wrote and never synced is still only in the page cache: it is made durable before anybody
    /// is shown it.
    private func makeDurable(_ loaded: StoreLoading) throws(LogError) {
        do throws(DiskError) {
            if let file = loaded.last?.file { try file.sync(.settleSegment) }
            if loaded.manifest.rebuilt == nil {
                let manifest = try environment.folder.open(
                    FileName.manifest(loaded.manifest.generation), .read, .settleStore)
                defer { manifest.close() }
                try manifest.sync(.settleStore)
            }
            try environment.folder.sync(.settleStore)
        } catch {
            throw LogError(
                .durabilityUnknown, "the device failed while the store was being made durable; check the disk",
                cause: error)
        }
    }

    /// A new manifest makes files worthless that it does not list. Where segments are damaged too, those may hold what
    /// is lost, so all of them are kept; else only the old manifest is, with the other bad bytes.
    private func keepWhatIsReplaced(_ loaded: StoreLoading) throws(LogError) {
        guard !loaded.damage.isEmpty || loaded.report.findings.contains(where: { $0.kind == .brokenChain }) else {
            return
        }
        var files = loaded.survey.snapshots.map { (FileName.snapshot($0.key), $0.value) }
        files += loaded.leftovers.map { ($0, loaded.survey.segments[$0] ?? 0) }
        do throws(DiskError) {
            for (name, size) in files.sorted(by: { $0.0 < $1.0 }) {
                let whole = Finding(.leftover, file: name, bytes: size, message: "not listed any more")
                _ = try Quarantine(environment.folder).keep(whole, limit: .max)
            }
        } catch {
            throw LogError(.inputOutput, "old files could not be put aside; nothing was changed", cause: error)
        }
    }

    /// Salvage accepts damage and says so in the manifest; any other mode leaves everything as it is, read-only.
    private func damageReason(
        _ loaded: StoreLoading, _ manifest: ManifestWriter, _ report: inout RecoveryReport
    ) throws(LogError) -> LogError? {
        guard options.recovery == .salvage else {
            return LogError(
                .damaged, "the store is damaged and open for reading only; see the recovery report for what and where")
        }
        let gaps = loaded.damage.map { damaged in
            ManifestEntry.gap(
                GapRecord(
                    segment: damaged.record.id, offset: damaged.stretch.offset,
                    bytes: damaged.stretch.end - damaged.stretch.offset, from: damaged.stretch.expected,
                    to: SequenceNumber((damaged.stretch.following ?? loaded.next).number &- 1)))
        }
        try manifest.append(gaps, acknowledged: SequenceNumber(loaded.next.number &- 1))
        return nil
    }

    /// Copies of what does not count, for whoever wants to look. The originals stay where they are; so a copy that
    /// cannot be made is no reason to refuse the store.
    private func keepBadBytes(_ loaded: StoreLoading, _ report: inout RecoveryReport) {
        for at in report.findings.indices {
            let finding = report.findings[at]
            switch finding.kind {
            case .tornTail, .tornTransaction, .damage:
                guard finding.bytes > 0 else { continue }
                report.findings[at].quarantine = try? Quarantine(environment.folder).keep(finding)
            default: continue
            }
        }
    }

    /// What the options say of retention is written down where it is new.
    private func keepRetention(_ loaded: StoreLoading, _ manifest: ManifestWriter) throws(LogError) {
        let known = loaded.manifest.state.retention
        let new = options.retention.filter { known[$0.key] != $0.value }.sorted { $0.key < $1.key }
        guard !new.isEmpty else { return }
        try manifest.append(
            new.map { .retention(kind: $0.key, $0.value) }, acknowledged: SequenceNumber(loaded.next.number &- 1))
    }

    /// Worth nothing, and in nobody's way if they stay.
    private func clearLeftovers(_ loaded: StoreLoading) {
        let (folder, survey, state) = (environment.folder, loaded.survey, loaded.manifest.state)
        if survey.hasQuarantine { try? Quarantine(folder).clearUnfinished() }
        for name in survey.unfinished { try? folder.unlink(name, .settleStore) }
        for name in loaded.leftovers { try? folder.unlink(name, .dropSegment) }
        for generation in survey.manifests where generation < loaded.manifest.generation {
            try? folder.unlink(FileName.manifest(generation), .dropManifest)
        }
        // Bad hints go as well, so that good ones are made; with the manifest, the seed of all of them may be lost.
        let isRebuilt = loaded.manifest.rebuilt != nil
        let bad = loaded.report.findings.filter { $0.kind == .badHints }.map(\.file)
        let needed = isRebuilt ? [] : Set(state.segments.map(\.hintsName)).subtracting(bad)
        for name in survey.hints.sorted() where !needed.contains(name) { try? folder.unlink(name, .dropHints) }
        let published = Set(state.snapshots.map(\.sequence))
        for sequence in survey.snapshots.keys.sorted() where !published.contains(sequence) {
            try? folder.unlink(FileName.snapshot(sequence), .dropSnapshot)
        }
        for sequence in survey.snapshotHints.sorted() where !published.contains(sequence) {
            try? folder.unlink(FileName.snapshotHints(sequence), .dropHints)
        }
    }

    /// The last segment goes on growing if it ends well. Otherwise a new one will name its end.
    private func growingSegment(_ loaded: StoreLoading) throws(LogError) -> (ActiveSegment?, SegmentEnd?) {
        guard let last = loaded.last else {
            // The last segment was rewritten, and known from its hints: it was not read.
            return (nil, loaded.manifest.state.segments.last.flatMap { $0.stands ?? $0.own })
        }
        let scan = last.scan
        let size: Int64
        do throws(DiskError) { size = try last.file.size(.settleSegment).bytes } catch {
            throw StoreLoading.unreadable(last.record.fileName, error)
        }
        if scan.stretches.isEmpty, scan.seal == nil, !last.record.isRewritten {
            guard let shared = loaded.catalog[last.record.id] else { return (nil, nil) }
            let active = ActiveSegment(
                file: last.file, record: last.record, shared: shared, end: scan.end, lines: scan.lines,
                next: scan.next, digest: nil, isFresh: scan.header == nil, room: SegmentRoom(filledTo: size))
            return (active, nil)
        }
        if let own = last.record.own, scan.stretches.isEmpty { return (nil, last.record.stands ?? own) }
        // Behind damage that was accepted, everything up to the end of the file is kept.
        let isCut = loaded.tornFrom != nil
        let end = loaded.tornFrom ?? (scan.stretches.isEmpty ? scan.end : size)
        let digest = try RunningDigest()
        do throws(DiskError) { try digest.update(file: last.file, to: end, .settleSegment) } catch {
            throw StoreLoading.unreadable(last.record.fileName, error)
        }
        let previous = SegmentEnd(
            segment: last.record.id, bytes: end, lines: scan.lines + (isCut ? 0 : scan.laterLines),
            next: loaded.next, digest: try digest.value())
        return (nil, previous)
    }
}
