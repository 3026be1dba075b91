internal import CairnDisk
internal import CairnLines

/// Looks up what other segments say of keys, from their hints where they have them.
struct HintSurvey {
    let core: LogCore

    /// All keyed lines of a segment.
    func effects(of segment: LogCore.SealedSegment) throws(LogError) -> [KeyEffect] {
        let hints = SegmentHints(core.environment.folder, seed: core.identity.seed)
        if let effects = hints.read(segment.file.record, segment.end, checks: core.environment.checks) {
            return effects
        }
        return try scan(segment.file, to: segment.end.bytes)
    }

    func scan(_ file: SegmentFile, to end: Int64) throws(LogError) -> [KeyEffect] {
        var effects: [KeyEffect] = []
        var feed = LineFeed(file.file, from: 0, to: end, .readSegment)
        do throws(DiskError) {
            while let line = try feed.next() {
                guard line.isWhole, let envelope = try? LineReader.read(line.bytes), envelope.form != .control else {
                    continue
                }
                effects.append(KeyEffect(line, envelope, seed: core.identity.seed))
            }
        } catch { throw LogError(.inputOutput, "\(file.record.fileName) cannot be read", cause: error) }
        return effects
    }
}

/// Counts versions before a run is judged, where retention asks for them.
struct RetentionSurvey {
    private let core: LogCore

    init(_ core: LogCore) { self.core = core }

    /// A rule that knows how many versions of each key of the run there are in it and behind it.
    func rule(for inputs: [LogCore.SealedSegment]) throws(LogError) -> RetentionRule {
        var rule = RetentionRule(core.manifest.state.retention, nowMicroseconds: core.environment.clock.now())
        guard rule.countsVersions, let first = inputs.first else { return rule }
        let survey = HintSurvey(core: core)
        var keys: Set<KeyHash> = []
        for input in inputs {
            for effect in try survey.effects(of: input) { keys.insert(effect.hash) }
        }
        let all = core.catalog.all
        let from = all.firstIndex { $0 === first.file } ?? 0
        let sealed = Dictionary(core.sealedSegments().map { ($0.file.id, $0) }, uniquingKeysWith: { a, _ in a })
        for file in all[from...] {
            var effects: [KeyEffect]
            if let segment = sealed[file.id] {
                effects = try survey.effects(of: segment)
            } else {
                effects = try survey.scan(file, to: file.end)
            }
            for effect in effects where keys.contains(effect.hash) { rule.count(effect.hash) }
        }
        return rule
    }
}
