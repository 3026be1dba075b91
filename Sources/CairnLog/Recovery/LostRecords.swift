/// Records that were acknowledged and cannot be read: what a damaged store cannot answer for.
struct LostRecords: Sendable, CustomStringConvertible {
    var first: SequenceNumber
    var last: SequenceNumber

    /// A line of this sequence may have been superseded by one that is lost.
    func mayHideSuccessor(of sequence: SequenceNumber) -> Bool { sequence <= last }

    /// `record 3 is`, `records 3 to 7 are`
    var description: String { first == last ? "record \(first) is" : "records \(first) to \(last) are" }
}

extension StoreLoading {
    /// From the first to the last record that damage took; nil where it took none.
    var lost: LostRecords? {
        let findings = report.findings.filter { $0.kind == .damage && $0.firstSequence != nil }
        guard let first = findings.compactMap(\.firstSequence).min() else { return nil }
        let last = findings.map { $0.lastSequence ?? SequenceNumber(next.number &- 1) }.max() ?? first
        return LostRecords(first: first, last: last)
    }
}
