/// Judges a segment that was read: is what is wrong with it the trace of a crash, or damage?
///
/// A pure function of what was found. A crash can only take away what was never acknowledged; so bytes that are wrong
/// although their acknowledgement is proven were damaged by something else.
package enum RecoveryVerdict: Sendable, Equatable {
    case clean
    /// Nothing behind this was ever promised.
    case torn(from: Int64)
    case damaged

    /// - Parameters:
    ///   - isLast: No other segment follows.
    ///   - promised: The highest acknowledgement that anything outside this segment tells of.
    package static func judge(
        _ scan: SegmentScan, isLast: Bool, promised: SequenceNumber, checks: Checks
    ) -> RecoveryVerdict {
        let outside = checks.contains(.proofInManifest) ? promised : .none
        guard let bad = scan.firstBad else {
            // Nothing is wrong with the bytes, but more of them was promised.
            return outside >= scan.next ? .damaged : .clean
        }
        // What follows was only begun after this segment was whole.
        guard isLast else { return .damaged }
        let inside = checks.contains(.proofInLog) ? scan.proof : .none
        if max(inside, outside) >= bad.expected { return .damaged }
        if checks.contains(.proofByPlace), !scan.isInsideTransaction, wasMark(bad) { return .damaged }
        // Not from where the bad bytes begin: what is blank between the last good line and them does not count either.
        return .torn(from: scan.end)
    }

    /// A mark is synced before anything is written behind it. So if the record that was expected stands intact behind
    /// bad bytes, at a mark's distance, and knows of all before it, those were a mark, which no crash can have taken.
    ///
    /// The distance keeps out old lines that a crash left in a block given anew, which may have the expected number.
    private static func wasMark(_ bad: SegmentScan.BadStretch) -> Bool {
        guard bad.offset > 0, bad.resumes == bad.expected, bad.acknowledged.next >= bad.expected else { return false }
        // With the 27 bytes of a timestamp.
        let form = 27 + #"{"sum":"0123456789abcdef","seq":,"ack":,"type":"cairn.mark","timestamp":""}"#.utf8.count + 1
        let numbers = "\(bad.expected)\(max(bad.expected.number, 1) - 1)".utf8.count
        return bad.end - bad.offset == Int64(form + numbers)
    }
}
