import CrashLab

/// What a harmed segment must be judged to be, worked out from the map of the store and not from its bytes.
struct HarmForecast {
    enum Verdict: String { case clean, torn, damaged }

    var verdict: Verdict
    /// Where it is torn: so many records are left.
    var left: Int
    /// Records whose bytes are harmed.
    var lost: Set<UInt64> = []

    init(_ harm: Harm, in store: SampleStore) {
        let size = store.disk.content(of: harm.file)?.length ?? 0
        let harmed = harm.range(size: size)
        let all = store.lines.filter { $0.file == harm.file }
        var hit: [SampleStore.Line] = []
        var isJoined = false
        for line in all {
            // A newline that is gone joins a line to the next one.
            if isJoined || line.range.overlaps(harmed) { hit.append(line) }
            isJoined = harmed.contains(line.range.upperBound - 1) && !harmed.isEmpty
        }
        for line in hit where !line.isControl { lost.insert(line.sequence) }
        left = store.history.count
        let isLast = harm.file == store.segments.last
        guard isLast else {
            verdict = .damaged
            return
        }
        guard let first = hit.first else {
            // Only filled room was harmed, or nothing.
            if case .cut = harm.kind { verdict = .clean } else { verdict = harmed.isEmpty ? .clean : .torn }
            return
        }
        let expected = Self.expected(first, all)
        let behind = all.filter { $0.range.lowerBound >= hit[hit.count - 1].range.upperBound }
        let proof = max(behind.map(\.acknowledged).max() ?? 0, store.provenByManifest)
        let followed = behind.first { !$0.isControl }?.sequence
        let isByPlace = first.range.lowerBound > 0 && followed == expected && first.transaction == nil
        if proof >= expected || isByPlace {
            verdict = .damaged
            // Records behind the last intact one, and behind every proof, are beyond anybody's knowledge.
            let intact = store.lines.filter { line in !line.isControl && !lost.contains(line.sequence) }
            left = Int(max(proof, intact.map(\.sequence).max() ?? 0, (behind.last?.sequence ?? 1) - 1))
            return
        }
        left = Int(expected) - 1
        if case .cut(let length) = harm.kind, length == Self.wholeEnd(first, all) {
            verdict = .clean
        } else {
            verdict = .torn
        }
    }

    /// The first record that is gone with this line: that of the transaction it belongs to.
    private static func expected(_ line: SampleStore.Line, _ all: [SampleStore.Line]) -> UInt64 {
        guard let transaction = line.transaction, !line.isControl else { return line.sequence }
        return line.sequence - UInt64(transaction.index) + 1
    }

    private static func wholeEnd(_ first: SampleStore.Line, _ all: [SampleStore.Line]) -> Int {
        let expected = expected(first, all)
        let before = all.filter {
            $0.range.upperBound <= first.range.lowerBound && ($0.isControl || $0.sequence < expected)
        }
        return before.last?.range.upperBound ?? 0
    }
}
