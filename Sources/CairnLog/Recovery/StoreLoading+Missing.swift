internal import CairnDisk

/// Segments that are missing and that no manifest names any more: seen only by what stands around them.
extension StoreLoading {
    /// A segment whose successor is missing, so that nobody tells where it ends. What stands behind its first bad byte
    /// may be a tail that was dropped, and is not served; the records up to the next segment's are lost.
    mutating func judgeUnnamed(_ record: SegmentRecord, _ scan: inout SegmentScan, before first: SequenceNumber) {
        let expected = scan.stretches.first?.expected ?? scan.next
        if !scan.stretches.isEmpty || expected < first {
            let end = scan.stretches.last?.end ?? scan.end
            noteDamage(
                record,
                SegmentScan.BadStretch(
                    offset: scan.end, end: end, expected: expected, resumes: first, following: first))
        }
        scan.later = []
        scan.laterLines = 0
        scan.next = max(expected, first)
    }

    /// The first segment names one before it that is not there.
    mutating func noteMissingBegin() {
        guard let record = manifest.state.segments.first, record.first > .first else { return }
        let isAccepted = manifest.state.gaps.contains { $0.segment == record.id && $0.to < record.first }
        let last = SequenceNumber(record.first.number &- 1)
        let finding = Finding(
            isAccepted ? .acceptedGap : .damage, file: record.fileName, first: .first, last: last,
            message: isAccepted
                ? "segments in front of it are missing, which was accepted by salvage"
                : "segments in front of it are missing, with records 1 to \(last); restore them from a backup. "
                    + "`cairn recover --mode salvage` goes on without them")
        report.findings.append(finding)
        guard !isAccepted else { return }
        isDamaged = true
        let stretch = SegmentScan.BadStretch(
            offset: 0, end: 0, expected: .first, resumes: record.first, following: record.first)
        damage.append((record, stretch, finding))
    }
}
