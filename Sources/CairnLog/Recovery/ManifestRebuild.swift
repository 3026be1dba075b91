internal import CairnDisk
internal import CairnLines

/// Works out, from what the segments say of themselves, what the manifest must have said: when it is missing or
/// damaged, or does not lead to the files any more. Reads only; whether it is written is for others to decide.
struct ManifestRebuild {
    private let environment: LogEnvironment
    private let survey: StoreSurvey
    /// What made it necessary.
    private let cause: LogError?
    private let remains: ManifestRemains
    private let generation: UInt64

    init(_ environment: LogEnvironment, _ survey: StoreSurvey, cause: LogError?) {
        self.environment = environment
        self.survey = survey
        self.cause = cause
        generation = survey.manifests.last ?? 0
        remains = generation > 0 ? ManifestRemains(environment.folder, generation: generation) : ManifestRemains()
    }

    /// What a manifest would have given that says what the segments say.
    ///
    /// - Errors: `.foreign` for segments of several stores; `.missing`, or what made it necessary, where no segment
    ///   tells anything, or where a file is missing that no other stands for, unless that is `accepted`.
    func run(acceptingLoss accepted: Bool) throws(LogError) -> ManifestReader.Result {
        let all = try candidates()
        let identity = try identity(all)
        let counted = SegmentCandidate.counting(all)
        let lost = missing(counted)
        if !accepted, !lost.isEmpty, let cause, cause.code == .missing { throw cause }
        var result = ManifestReader.Result()
        result.generation = generation
        result.acknowledged = remains.acknowledged
        result.state.reserve(above: survey.segmentIDs.max())
        var entries: [ManifestEntry] = [.store(identity)]
        for candidate in counted.reversed() { entries.append(.added(try record(candidate))) }
        for entry in entries + remains.entries.filter({ $0.isAbout(counted.map(\.id)) })
        where !result.state.apply(entry) {
            throw LogError(.damaged, "the segments contradict each other; restore the manifest from a backup")
        }
        result.rebuilt = [finding(counted.count, isAccepted: accepted)] + lost
        return result
    }

    private func finding(_ count: Int, isAccepted: Bool) -> Finding {
        let isIntact = generation > 0 && cause?.code == .missing
        let state = generation == 0 ? "is missing" : isIntact ? "names a file that is gone" : "is damaged"
        let next =
            isAccepted
            ? "it was written anew from what the segments (\(count)) say of themselves; snapshots are forgotten"
            : "the store is served as its segments (\(count)) describe it, for reading only. "
                + "`cairn recover --mode salvage` writes a new manifest from them"
        return Finding(
            .damage, file: generation > 0 ? FileName.manifest(generation) : "MANIFEST", bytes: remains.size,
            message: "the manifest \(state): \(next)")
    }

    /// Files that the manifest still names, that are gone, and that no rewritten segment stands for.
    private func missing(_ counted: [SegmentCandidate]) -> [Finding] {
        guard let read = try? ManifestReader.read(environment.folder, generation: generation, checks: .all) else {
            return []
        }
        let records = read.state.segments
        return records.indices.compactMap { at in
            let record = records[at]
            let (after, end) = (record.previous?.segment.number ?? 0, record.stands?.segment ?? record.id)
            let isReplaced = counted.contains { candidate in
                candidate.id > record.id && candidate.after <= after && end.number <= candidate.last
            }
            guard survey.segments[record.fileName] == nil, !isReplaced else { return nil }
            let last = at + 1 < records.count ? SequenceNumber(records[at + 1].first.number &- 1) : nil
            return Finding(
                .damage, file: record.fileName, first: record.first, last: last,
                message: "the file is missing; what stood in it is lost")
        }
    }

    /// The segment files that say which they are, or that hold records although they do not.
    private func candidates() throws(LogError) -> [SegmentCandidate] {
        var found: [SegmentCandidate] = []
        for name in survey.segments.keys.sorted() {
            guard case .segment(let id, let first)? = FileName.parse(name) else { continue }
            var candidate = SegmentCandidate(name: name, id: id, first: first)
            if let (header, acknowledged) = try SegmentHeader.read(environment, name) {
                guard header.segment == id, header.first == first else { continue }
                (candidate.header, candidate.acknowledged) = (header, acknowledged)
            } else if try !holdsRecords(name, from: first) {
                continue
            }
            found.append(candidate)
        }
        return found
    }

    private func holdsRecords(_ name: String, from first: SequenceNumber) throws(LogError) -> Bool {
        do throws(DiskError) {
            let file = try environment.folder.open(name, .read, .readSegment)
            defer { file.close() }
            var feed = LineFeed(file, from: 0, to: survey.segments[name] ?? 0, .readSegment)
            while let line = try feed.next() {
                guard line.isWhole, let envelope = try? LineReader.read(line.bytes) else { continue }
                if envelope.form != .control, envelope.sequence >= first.number { return true }
            }
            return false
        } catch { throw StoreLoading.unreadable(name, error) }
    }

    /// The old seed is lost with the manifest's first line; hints made with it are refused then, because it is part of
    /// their identity.
    private func identity(_ all: [SegmentCandidate]) throws(LogError) -> StoreIdentity {
        let stores = all.compactMap { candidate in candidate.header.map { (candidate.name, $0.store) } }
        guard let store = remains.identity?.name ?? stores.first?.1 else {
            throw cause
                ?? LogError(
                    .missing,
                    "there is no manifest in \(environment.folder.path), and no segment that tells what it "
                        + "said; restore it from a backup")
        }
        if let stranger = stores.first(where: { $0.1 != store }) {
            throw LogError(
                .foreign, "\(stranger.0) is a segment of another store; move it away. Nothing was touched")
        }
        return remains.identity
            ?? StoreIdentity(name: store, seed: environment.identity?.seed ?? StoreIdentity.random().seed)
    }

    /// A rewritten segment's own end is what its file holds; whether that is all of it, its seal must tell.
    private func record(_ candidate: SegmentCandidate) throws(LogError) -> SegmentRecord {
        var record = SegmentRecord(
            id: candidate.id, first: candidate.first, previous: candidate.header?.previous,
            stands: candidate.header?.stands)
        guard let stands = record.stands else { return record }
        record.own = try SegmentReplacement.end(
            of: record, environment, survey.segments[candidate.name] ?? 0, next: stands.next)
        return record
    }
}

extension ManifestEntry {
    /// Accepted damage of a segment that counts no more is nobody's.
    fileprivate func isAbout(_ counted: [SegmentID]) -> Bool {
        if case .gap(let gap) = self { counted.contains(gap.segment) } else { true }
    }
}
