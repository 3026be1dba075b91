package import CairnDisk
internal import Synchronization

/// One segment that counts, open for reading. Stays readable after its file was removed, for as long as somebody reads.
package final class SegmentFile: Sendable {
    package let record: SegmentRecord
    package let file: any DiskFile
    /// Damage in it was accepted: readers pass over it.
    package let hasGaps: Bool
    /// Intact lines behind damage in it are read, too: up to here nothing is the trace of a write under way.
    package let firm: Int64
    private let readable: Atomic<Int64>

    /// `end` is the end of what may be read.
    package init(
        _ record: SegmentRecord, _ file: any DiskFile, end: Int64, hasGaps: Bool = false, firm: Int64 = 0
    ) {
        self.record = record
        self.firm = firm
        self.hasGaps = hasGaps
        self.file = file
        readable = Atomic(end)
    }

    deinit { file.close() }

    package var id: SegmentID { record.id }

    /// Behind the last line that readers may see.
    package var end: Int64 {
        get { readable.load(ordering: .acquiring) }
        set { readable.store(newValue, ordering: .releasing) }
    }
}
