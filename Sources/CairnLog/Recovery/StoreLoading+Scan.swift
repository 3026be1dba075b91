internal import CairnDisk

extension StoreLoading {
    /// A segment that is written meanwhile is read so often, until two readings find the same.
    private static let readings = 16

    /// Reads a segment.
    ///
    /// What a writer adds meanwhile may be missed where it begins and seen where it goes on: it looks like damage then.
    /// Damage stays where it is; so beside a writer, only what two readings find in the same place counts.
    ///
    /// - Parameter end: No more than there is: what the manifest says of lengths is not trusted with memory.
    func scan(
        _ record: SegmentRecord, _ file: any DiskFile, upTo end: Int64, _ known: SegmentEnd?
    ) throws(DiskError) -> SegmentScan {
        var found = try scanner(of: record, upTo: end, known).run(file)
        guard isFollowing, known == nil else { return found }
        for _ in 1..<Self.readings {
            guard let bad = found.firstBad else { break }
            let again = try scanner(of: record, upTo: end, known).run(file)
            let isSame = again.firstBad?.offset == bad.offset
            found = again
            if isSame { break }
        }
        return found
    }

    private func scanner(of record: SegmentRecord, upTo end: Int64, _ known: SegmentEnd?) -> SegmentScanner {
        SegmentScanner(
            SegmentScanner.Request(
                record: record, limit: end, next: known.map { record.stands?.next ?? $0.next }, store: identity,
                checks: environment.checks))
    }

    func hideUnacknowledged(_ record: SegmentRecord, _ scan: inout SegmentScan) {
        let shown = max(scan.acknowledged, SequenceNumber(record.first.number &- 1), manifest.acknowledged)
        scan.effects.removeAll { $0.sequence > shown }
        scan.later = []
        scan.stretches = []
        scan.next = min(scan.next, shown.next)
    }
}
