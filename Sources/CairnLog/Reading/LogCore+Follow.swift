internal import CairnDisk
internal import CairnLines
internal import Synchronization

extension LogCore {
    /// For a reader beside a writer: takes in what the writer has added, and shows what is acknowledged.
    ///
    /// A line is acknowledged when a later line says so, or a later segment follows its own.
    func followFiles() -> SequenceNumber {
        // One at a time: of two streams, the one that looked first must not take back what the other has shown.
        followed.withLock { tail in
            let shown = SequenceNumber(visible.load(ordering: .acquiring))
            // Without a manifest nothing tells what a writer adds.
            guard !manifest.isRebuilt, let state = newestManifest() else { return shown }
            guard takeIn(state), let last = catalog.all.last else { return shown }
            var now = tail.flatMap { $0.isOf(last) ? $0 : nil } ?? FollowedTail(last)
            do throws(DiskError) { try now.look() } catch { return shown }
            // It may become less, too: what was never acknowledged may be taken away again.
            last.end = now.end
            tail = now
            visible.store(max(shown, now.acknowledged).number, ordering: .releasing)
            return max(shown, now.acknowledged)
        }
    }

    func newestManifest() -> ManifestState? {
        guard let survey = try? StoreSurvey(environment.folder), let newest = survey.manifests.last,
            let read = try? ManifestReader.read(environment.folder, generation: newest, checks: environment.checks),
            read.state.identity == identity, !read.isDamaged
        else { return nil }
        return read.state
    }

    /// Opens what is new and lets go of what was replaced. False where something could not be opened: it may have been
    /// replaced meanwhile, and what is behind it must not be shown before it.
    private func takeIn(_ state: ManifestState) -> Bool {
        let known = catalog.all
        let wanted = Set(state.segments.map(\.id))
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
        let gone = known.filter { !wanted.contains($0.id) }.map(\.id)
        if !gone.isEmpty { catalog.remove(gone) }
        return true
    }
}
