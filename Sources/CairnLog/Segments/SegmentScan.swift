/// Reads a segment line by line and tells what is good, what is bad, and what proves that the bad was once promised.
///
/// Everything up to the first bad byte is `effects`. What is intact behind it is kept apart in `later`: it counts only
/// if the verdict is damage, because behind a torn tail nothing was promised.
package struct SegmentScan: Sendable {
    /// Bytes that are not the lines that should stand there.
    package struct BadStretch: Sendable {
        package var offset: Int64
        package var end: Int64
        /// The sequence that was expected at its start.
        package var expected: SequenceNumber
        /// The sequence of the intact record behind it, if one follows in this segment.
        package var resumes: SequenceNumber?
        /// What the next record behind it has, as far as the next intact line tells, be it a record or not.
        package var following: SequenceNumber?
        /// What that record says was acknowledged when it was staged.
        package var acknowledged = SequenceNumber.none
    }

    package var header: SegmentHeader?
    package var seal: SegmentEnd?
    /// End of the last good line in front of the first bad byte, whole transactions only.
    package var end: Int64 = 0
    package var lines = 0
    /// What the next record is expected to have.
    package var next: SequenceNumber
    /// Of the last good line.
    package var acknowledged = SequenceNumber.none
    package var lastMicroseconds: Int64 = 0
    package var effects: [KeyEffect] = []
    package var later: [KeyEffect] = []
    package var laterLines = 0
    /// The highest acknowledgement that an intact line behind a bad stretch tells of.
    package var proof = SequenceNumber.none
    package var stretches: [BadStretch] = []
    /// The end lies inside a transaction whose last line is missing.
    package var isInsideTransaction = false

    package init(first: SequenceNumber) { next = first }

    package var firstBad: BadStretch? { stretches.first }
}
