internal import CairnDisk
internal import CairnLines
internal import Synchronization

extension LogCore {
    /// For a reader beside a writer: takes in what the writer has added, and shows what is acknowledged.
    ///
    /// A line is acknowledged when a later line says so, or a later segment follows its own.
    func followFiles() -> SequenceNumber {
        // One at a time: of two streams, the one that looked first must not take back what the other has shown.
        followedTail.withLock { tail in
            let shown = SequenceNumber(visible.load(ordering: .acquiring))
            if staging.withLock({ $0.isClosed }) { return shown }
            // Without a manifest nothing tells what a writer adds.
            guard !manifest.isRebuilt, let state = newestManifest() else { return shown }
            guard takeIn(state), let last = state.segments.last.flatMap({ catalog[$0.id] }) else { return shown }
            let wanted = Set(state.segments.map(\.id))
            let gone = catalog.all.map(\.id).filter { !wanted.contains($0) }
            let keys = followedKeys.withLock { $0 }
            if keys == nil, !gone.isEmpty { catalog.remove(gone) }
            var now = tail.flatMap { $0.isOf(last) ? $0 : nil } ?? FollowedTail(last)
            do throws(DiskError) { try now.look() } catch { return shown }
            // It may become less, too: what was never acknowledged may be taken away again.
            last.end = now.end
            tail = now
            let target = max(shown, now.acknowledged)
            if let keys {
                return keys.keepUp(self, without: gone, from: shown, to: target, written: max(target, now.written))
            }
            visible.store(target.number, ordering: .releasing)
            return target
        }
    }

    /// The same, unless it was done a moment ago.
    package func followFilesIfDue() {
        let now = environment.clock.monotonic()
        let last = lastLook.load(ordering: .relaxed)
        guard now &- last >= Self.pollNanoseconds || last == 0 else { return }
        // One of many readers is enough.
        guard lastLook.compareExchange(expected: last, desired: now, ordering: .relaxed).exchanged else { return }
        _ = followFiles()
    }

    /// How far a reader has come in what another process writes.
    package var followed: (shown: SequenceNumber, written: SequenceNumber) {
        let shown = SequenceNumber(visible.load(ordering: .acquiring))
        return (shown, max(shown, followedTail.withLock { $0?.written ?? .none }))
    }

    /// Who has the store open for writing, in their own words; nil where nobody has.
    package func writer() throws(LogError) -> String? {
        do throws(DiskError) { return try environment.folder.holder(of: FileName.lock) } catch {
            throw LogError(.inputOutput, "the store's lock cannot be looked at", cause: error)
        }
    }

    func newestManifest() -> ManifestState? {
        guard let survey = try? StoreSurvey(environment.folder), let newest = survey.manifests.last,
            let read = try? ManifestReader.read(environment.folder, generation: newest, checks: environment.checks),
            read.state.identity == identity, !read.isDamaged
        else { return nil }
        return read.state
    }

    /// Opens what is new. False where something could not be opened: it may have been replaced meanwhile, and what is
    /// behind it must not be shown before it.
    private func takeIn(_ state: ManifestState) -> Bool {
        for (position, record) in state.segments.enumerated() {
            let end = state.end(at: position)?.bytes
            if let segment = catalog[record.id] {
                if let end { segment.end = end }
                continue
            }
            guard let file = try? environment.folder.open(record.fileName, .read, .readSegment) else {
                return false
            }
            catalog.add(SegmentFile(record, file, end: end ?? 0))
        }
        return true
    }
}
