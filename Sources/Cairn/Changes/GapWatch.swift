package import CairnLog

/// Notices that lines are missing which a reader of changes should have been given.
///
/// Sequences are dense when they are written; only compaction, and salvage after damage, leave gaps. Who begins at the
/// first sequence asks for what there is, so gaps up to the moment of beginning are none to it. Anyone else has seen
/// what is before and counts on each that follows.
package struct GapWatch: Sendable {
    /// What comes next if nothing is missing.
    private var expected: UInt64
    /// Gaps up to here were there before the reader was.
    private let tolerated: UInt64

    /// - Parameter present: The last sequence that there was at the beginning.
    package init(from first: SequenceNumber, present: SequenceNumber) {
        expected = first.number
        tolerated = first <= .first ? present.number : 0
    }

    /// Takes note of a line that is given out.
    ///
    /// - Throws: `.overtaken` where some in front of it are missing; the line itself is in order with the next call.
    package mutating func pass(_ sequence: SequenceNumber) throws(StateError) {
        let (missing, number) = (expected, sequence.number)
        guard number > missing, number - 1 > tolerated else {
            expected = max(missing, number &+ 1)
            return
        }
        expected = number
        throw StateError(
            .overtaken,
            "changes \(missing) to \(number - 1) were dropped by a compaction, or lost to damage, before they were "
                + "read; read the present state and go on from there, or keep more with a retention")
    }
}
