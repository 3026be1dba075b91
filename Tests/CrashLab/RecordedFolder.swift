package import CairnDisk
import Synchronization

/// A disk in memory that behaves as POSIX says and remembers, in order, everything that was asked of it.
///
/// Reads, listings and locks work and leave no trace. The trace is what `CrashStates` builds crashed disks from, and a
/// crashed disk mounts as a new `RecordedFolder`, so that the recovery running on it can be crashed in turn.
package final class RecordedFolder: Folder {
    package let path: String
    let system: RecordedSystem
    let number: FolderNumber

    /// Mounts `disk`: everything on it is certain, nothing is pending, the trace is empty.
    /// - Parameter mark: the highest mark before, which crashes of what now follows must honour too.
    package convenience init(_ disk: Disk = Disk(), mark: UInt64? = nil) {
        self.init(system: RecordedSystem(disk, mark: mark), number: .root, path: "/recorded")
    }

    private init(system: RecordedSystem, number: FolderNumber, path: String) {
        self.system = system
        self.number = number
        self.path = path
    }

    /// Everything recorded since this disk was mounted.
    package var trace: Trace { system.live.withLock { $0.trace } }

    /// The disk as the running program sees it, pending changes included.
    package var disk: Disk { system.live.withLock { $0.disk } }

    /// How many operations changed the disk since it was mounted; syncs, reads, locks and marks do not count.
    package var mutations: Int { system.live.withLock { $0.mutations } }

    /// What the system does for a process that died: its locks are let go, its writes stay.
    package func dropLocks() {
        system.live.withLock { live in
            for place in live.locks.keys { live.locks[place] = .some(nil) }
        }
    }

    /// Writes a promise into the trace, such as "sequence `tag` was acknowledged".
    package func mark(_ tag: UInt64) {
        system.live.withLock { $0.record(.mark(tag), nil) }
    }

    package func list(_ purpose: Purpose) throws(DiskError) -> [FolderEntry] {
        system.live.withLock { live in
            var result: [FolderEntry] = live.disk.folders[number.index].map { name, entry in
                switch entry {
                case .file(let file):
                    FolderEntry(name: name, kind: .file, size: Int64(live.disk.files[file.index].length))
                case .folder: FolderEntry(name: name, kind: .folder, size: 0)
                }
            }
            for (place, holder) in live.locks where place.folder == number {
                guard live.disk.folders[number.index][place.name] == nil else { continue }
                result.append(FolderEntry(name: place.name, kind: .file, size: Int64(holder?.utf8.count ?? 0)))
            }
            return result.sorted { $0.name < $1.name }
        }
    }

    package func open(_ name: String, _ access: FileAccess, _ purpose: Purpose) throws(DiskError) -> any DiskFile {
        try refuseBadName(name, "openat", purpose)
        let file = try system.live.withLock { live throws(DiskError) -> FileNumber in
            let found = live.disk.folders[number.index][name]
            if case .create = access {
                guard found == nil else { throw error(.exists, "openat", name, purpose) }
                let file = FileNumber(live.disk.files.count)
                live.disk.files.append(FileContent())
                live.disk.folders[number.index][name] = .file(file)
                live.record(.create(number, name, file), purpose)
                return file
            }
            return try plainFile(found, "openat", name, purpose)
        }
        var writable = true
        if case .read = access { writable = false }
        return RecordedFile(system: system, number: file, name: name, writable: writable)
    }

    package func rename(_ from: String, to: String, _ purpose: Purpose) throws(DiskError) {
        try refuseBadName(to, "renameat", purpose)
        try system.live.withLock { live throws(DiskError) in
            let file = try plainFile(live.disk.folders[number.index][from], "renameat", from, purpose)
            if case .folder? = live.disk.folders[number.index][to] {
                throw error(.notAPlainFile, "renameat", to, purpose)
            }
            guard from != to else { return }
            live.disk.folders[number.index][from] = nil
            live.disk.folders[number.index][to] = .file(file)
            live.record(.rename(number, from: from, to: to, file), purpose)
        }
    }

    package func unlink(_ name: String, _ purpose: Purpose) throws(DiskError) {
        try system.live.withLock { live throws(DiskError) in
            let file = try plainFile(live.disk.folders[number.index][name], "unlinkat", name, purpose)
            live.disk.folders[number.index][name] = nil
            live.record(.unlink(number, name, file), purpose)
        }
    }

    package func sync(_ purpose: Purpose) throws(DiskError) {
        system.live.withLock { $0.record(.syncFolder(number), purpose) }
    }

    package func folder(_ name: String, create: Bool, _ purpose: Purpose) throws(DiskError) -> any Folder {
        try refuseBadName(name, "openat", purpose)
        let found = try system.live.withLock { live throws(DiskError) -> FolderNumber in
            switch live.disk.folders[number.index][name] {
            case .folder(let found)?: return found
            case .file?: throw error(.notAFolder, "openat", name, purpose)
            case nil:
                guard create else { throw error(.missing, "openat", name, purpose) }
                let made = FolderNumber(live.disk.folders.count)
                live.disk.folders.append([:])
                live.disk.folders[number.index][name] = .folder(made)
                live.record(.makeFolder(number, name, made), purpose)
                return made
            }
        }
        return RecordedFolder(system: system, number: found, path: "\(path)/\(name)")
    }

    package func lock(_ name: String, holder: String) throws(DiskError) -> any FolderLock {
        try refuseBadName(name, "openat", .lockStore)
        let place = RecordedSystem.LockPlace(folder: number, name: name)
        try system.live.withLock { live throws(DiskError) in
            if case .folder? = live.disk.folders[number.index][name] {
                throw error(.notAPlainFile, "openat", name, .lockStore)
            }
            if let other = live.locks[place] ?? nil {
                throw DiskError(
                    .locked, call: "fcntl", path: "\(path)/\(name)", purpose: .lockStore, detail: other)
            }
            live.locks[place] = .some(holder)
        }
        return RecordedLock(system: system, place: place)
    }

    package func holder(of name: String) throws(DiskError) -> String? {
        let place = RecordedSystem.LockPlace(folder: number, name: name)
        return system.live.withLock { $0.locks[place] ?? nil }
    }

    package func freeBytes() throws(DiskError) -> Int64 { 1 << 40 }

    private func plainFile(
        _ entry: Entry?, _ call: String, _ name: String, _ purpose: Purpose
    ) throws(DiskError) -> FileNumber {
        switch entry {
        case .file(let file)?: return file
        case .folder?: throw error(.notAPlainFile, call, name, purpose)
        case nil: throw error(.missing, call, name, purpose)
        }
    }

    /// A name of the engine's is one path component; anything else would reach another place on a real disk.
    private func refuseBadName(_ name: String, _ call: String, _ purpose: Purpose) throws(DiskError) {
        if name.isEmpty || name == "." || name == ".." || name.utf8.contains(where: { $0 == 0x2f || $0 == 0 }) {
            throw error(.unsupported, call, name, purpose)
        }
    }

    private func error(_ code: DiskError.Code, _ call: String, _ name: String, _ purpose: Purpose) -> DiskError {
        DiskError(code, call: call, path: "\(path)/\(name)", purpose: purpose)
    }
}

/// The exclusive right to a recorded folder.
final class RecordedLock: FolderLock {
    private let system: RecordedSystem
    private let place: RecordedSystem.LockPlace

    init(system: RecordedSystem, place: RecordedSystem.LockPlace) {
        self.system = system
        self.place = place
    }

    func release() {
        system.live.withLock { $0.locks[place] = .some(nil) }
    }
}
