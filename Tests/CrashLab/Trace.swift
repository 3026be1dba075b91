package import CairnDisk

/// What a program asked of the disk, in order, and what it held before: all that is needed to say which disks a power
/// cut may leave behind.
package struct Trace: Sendable {
    package let base: Disk
    /// The highest mark when it began: a crash of a recovery must keep what was promised before the first crash.
    package let mark: UInt64?
    package internal(set) var events: [Event] = []

    package init(base: Disk, mark: UInt64? = nil) {
        self.base = base
        self.mark = mark
    }
}

/// One operation and why it was made; a mark has no purpose.
package struct Event: Sendable, CustomStringConvertible {
    package var operation: Operation
    package var purpose: Purpose?

    package var description: String {
        guard let purpose else { return "\(operation)" }
        return "\(operation) while \(purpose.rawValue)"
    }
}

package enum Operation: Sendable, CustomStringConvertible {
    case create(FolderNumber, String, FileNumber)
    case makeFolder(FolderNumber, String, FolderNumber)
    case rename(FolderNumber, from: String, to: String, FileNumber)
    case unlink(FolderNumber, String, FileNumber)
    case syncFolder(FolderNumber)
    case write(FileNumber, offset: Int, bytes: [UInt8])
    case truncate(FileNumber, length: Int)
    case syncFile(FileNumber)
    /// A sync of the file failed, and what it should have saved will never reach the disk.
    case loseFile(FileNumber)
    /// Not an operation: the workload says here what it was promised.
    case mark(UInt64)

    package var description: String {
        switch self {
        case .create(_, let name, let file): "create \(name) (file \(file.index))"
        case .makeFolder(_, let name, _): "mkdir \(name)"
        case .rename(_, let from, let to, let file): "rename \(from) to \(to) (file \(file.index))"
        case .unlink(_, let name, let file): "unlink \(name) (file \(file.index))"
        case .syncFolder(let folder): "sync folder \(folder.index)"
        case .write(let file, let offset, let bytes): "write \(bytes.count) bytes at \(offset) of file \(file.index)"
        case .truncate(let file, let length): "truncate file \(file.index) to \(length)"
        case .syncFile(let file): "sync file \(file.index)"
        case .loseFile(let file): "failed sync of file \(file.index), its changes lost"
        case .mark(let tag): "mark \(tag)"
        }
    }

    /// Whether it changes the disk, as opposed to making a change certain or being a mark.
    package var isMutation: Bool {
        switch self {
        case .create, .makeFolder, .rename, .unlink, .write, .truncate: true
        case .syncFolder, .syncFile, .loseFile, .mark: false
        }
    }
}
