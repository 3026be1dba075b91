internal import CairnDisk
internal import CairnLines
internal import CairnLog
internal import Synchronization

/// The place where a store is restored: a folder that gets its name when it is complete.
struct RestoreSite {
    private let parent: RealFolder
    private let name: String
    private let path: String
    private let folder: RealFolder

    private static let unfinished = ".unfinished"
    private var unfinishedName: String { name + Self.unfinished }
    var unfinishedPath: String { path + Self.unfinished }

    /// Errors: `.exists`, `.noSpace`, `.inputOutput`.
    init(_ path: String) throws(StateError) {
        var path = path
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.last, !name.isEmpty, name != ".", name != ".." else {
            throw StateError(.invalidOption, "`\(path)` is no name for a new folder")
        }
        self.path = path
        self.name = String(name)
        let above = parts.dropLast().joined(separator: "/")
        do throws(DiskError) {
            parent = try RealFolder.open(path: parts.count == 1 ? "." : above.isEmpty ? "/" : above, create: false)
            try Self.refuse(parent, self.name, ifNot: { $0.isEmpty }, path)
            try Self.refuse(parent, self.name + Self.unfinished, ifNot: { _ in false }, path + Self.unfinished)
            folder = try RealFolder.open(path: path + Self.unfinished, create: true)
        } catch { throw Self.failed(error, path) }
    }

    /// A log in the unfinished folder, and the clock that its lines take their times from.
    func openLog(retention: TextMap<Retention>) throws(StateError) -> (Log, PastClock) {
        let clock = PastClock()
        var options = LogOptions()
        options.compactsByItself = false
        options.snapshotEveryBytes = 0
        // A rule about the past is a part of it: the next compaction must keep what this store would have kept.
        options.retention = Dictionary(retention.map { ($0.key, $0.value) }) { first, _ in first }
        do throws(LogError) {
            return (try Log.openNow(LogEnvironment(folder: folder, clock: clock), options: options), clock)
        } catch { throw StateError(error) }
    }

    /// Gives the folder its name.
    func publish() throws(StateError) {
        do throws(DiskError) {
            try parent.rename(unfinishedName, to: name, .createStore)
            try parent.sync(.createStore)
        } catch { throw Self.failed(error, path) }
    }

    /// Takes the unfinished folder away again. What cannot be removed is left: its name says what it is.
    func clear() {
        for entry in (try? folder.list(.createStore)) ?? [] where entry.kind == .file {
            try? folder.unlink(entry.name, .createStore)
        }
        try? parent.removeFolder(unfinishedName, .createStore)
    }

    private static func refuse(
        _ parent: RealFolder, _ name: String, ifNot allows: ([FolderEntry]) -> Bool, _ path: String
    ) throws(DiskError) {
        let found: [FolderEntry]
        do throws(DiskError) { found = try parent.folder(name, create: false, .createStore).list(.createStore) } catch {
            if error.code == .missing { return }
            throw error
        }
        guard allows(found) else {
            throw DiskError(.exists, call: "open", path: path, purpose: .createStore, detail: "it has something in it")
        }
    }

    private static func failed(_ error: DiskError, _ path: String) -> StateError {
        if error.code == .exists || error.code == .notAFolder {
            return StateError(
                .exists,
                "\(error.path) is there already; name a folder that is not, or remove it (an unfinished one is what "
                    + "a restore leaves that was killed)")
        }
        return StateError(
            error.isAboutSpace ? .noSpace : .inputOutput, "the store cannot be restored to \(path)", cause: error)
    }
}

/// The clock of a store that is written anew: it shows the time of the line that is copied.
final class PastClock: DiskClock {
    private let wall = Atomic<Int64>(Timestamp.earliest.microseconds)
    private let steady = SystemClock()

    func now() -> Int64 { wall.load(ordering: .acquiring) }

    func monotonic() -> UInt64 { steady.monotonic() }

    func set(_ time: Timestamp) { wall.store(time.microseconds, ordering: .releasing) }
}
