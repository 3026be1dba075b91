import CairnDisk
import Synchronization

/// The file system behind every `RecordedFolder` and its files: one disk, one trace, one lock table.
final class RecordedSystem: Sendable {
    struct LockPlace: Hashable {
        var folder: FolderNumber
        var name: String
    }

    struct Live {
        var disk: Disk
        var trace: Trace
        var mutations = 0
        /// What the last sync of each file made certain; one that is missing here was mounted as it was, or is new.
        var synced: [FileNumber: FileContent] = [:]
        /// The files that a failed sync has parted from the disk.
        var losses: [FileNumber: Loss] = [:]
        /// Who holds the lock file of a name; nil where it was released: the file stays, as on a real disk.
        var locks: [LockPlace: String?] = [:]

        mutating func record(_ operation: Operation, _ purpose: Purpose?) {
            if operation.isMutation { mutations += 1 }
            trace.events.append(Event(operation: operation, purpose: purpose))
        }
    }

    /// Where a write is refused: far above any laboratory store, far below what would exhaust the machine.
    static let largestFile = 1 << 30

    let live: Mutex<Live>

    init(_ disk: Disk, mark: UInt64?) {
        live = Mutex(Live(disk: disk, trace: Trace(base: disk, mark: mark)))
    }
}
