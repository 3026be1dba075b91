#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A directory of the real disk, held by a descriptor: every name is looked up in this very directory, also after
/// somebody has moved or replaced its path.
package final class RealFolder: Folder {
    package let path: String
    let descriptor: Descriptor

    /// Only the owner may look in: the folder keeps whatever its user keeps in it.
    static let folderMode: mode_t = 0o700
    static let fileMode: mode_t = 0o600

    init(path: String, descriptor: Descriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Opens a directory by its path. Links in the path are followed, for it is the user's; inside, none is.
    ///
    /// With `create`, the last component is created (mode 0700) when it is missing, and the directory above is synced:
    /// also when it was there already, because a crash may have come between creating and syncing.
    /// Errors: `.missing`, `.notAFolder`, `.denied`, `.readOnly`, `.noSpace`, `.tooManyFiles`, `.inputOutput`.
    package static func open(path: String, create: Bool) throws(DiskError) -> RealFolder {
        let purpose: Purpose = create ? .createStore : .openStore
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw DiskError(.missing, call: "open", path: path, purpose: purpose, detail: "not a usable path")
        }
        let isNew = create ? try make(path, in: AT_FDCWD, purpose) : false
        let fd = try SystemCall.retrying("open", path: path, purpose) {
            openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        let folder = RealFolder(path: path, descriptor: Descriptor(owning: fd))
        if create {
            do throws(DiskError) {
                try folder.syncParent(purpose)
            } catch {
                // A directory that was there before may stand in one that we may pass but not read.
                guard !isNew, error.code == .denied else { throw error }
            }
        }
        return folder
    }

    private func syncParent(_ purpose: Purpose) throws(DiskError) {
        let above = path + "/.."
        try descriptor.use("open", path: above, purpose) { fd throws(DiskError) in
            let parent = try SystemCall.retrying("open", path: above, purpose) {
                openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            }
            let owner = Descriptor(owning: parent)
            defer { owner.close() }
            try SystemCall.once("fsync", path: above, purpose) { fsync(parent) }
        }
    }

    /// True when the directory was not there before.
    private static func make(_ name: String, in fd: Int32, _ purpose: Purpose) throws(DiskError) -> Bool {
        do throws(DiskError) {
            try SystemCall.retrying("mkdir", path: name, purpose) { mkdirat(fd, name, folderMode) }
            return true
        } catch {
            guard error.code == .exists else { throw error }
            return false
        }
    }

    /// Errors: `.exists` (with `.create`), `.missing`, `.notAPlainFile`, `.denied`, `.readOnly`, `.tooManyFiles`,
    /// `.noSpace`, `.inputOutput`. Never waits for the other end of a pipe.
    package func open(_ name: String, _ access: FileAccess, _ purpose: Purpose) throws(DiskError) -> any DiskFile {
        let flags: Int32 =
            switch access {
            case .read: O_RDONLY
            case .readWrite: O_RDWR
            case .create: O_RDWR | O_CREAT | O_EXCL
            }
        return RealFile(name: name, descriptor: try openPlain(name, flags, purpose))
    }

    /// Durability: none before ``sync(_:)``. Errors: `.missing`, `.denied`, `.readOnly`, `.noSpace`, `.inputOutput`.
    package func rename(_ from: String, to: String, _ purpose: Purpose) throws(DiskError) {
        try Self.check(from, "renameat", purpose)
        try Self.check(to, "renameat", purpose)
        try descriptor.use("renameat", path: from, purpose) { fd throws(DiskError) in
            try SystemCall.retrying("renameat", path: from, purpose) { renameat(fd, from, fd, to) }
        }
    }

    /// Errors: `.missing`, `.notAPlainFile` (a directory), `.denied`, `.readOnly`, `.inputOutput`.
    /// Durability: none before ``sync(_:)``.
    package func unlink(_ name: String, _ purpose: Purpose) throws(DiskError) {
        try Self.check(name, "unlinkat", purpose)
        try descriptor.use("unlinkat", path: name, purpose) { fd throws(DiskError) in
            try SystemCall.retrying("unlinkat", path: name, purpose) { unlinkat(fd, name, 0) }
        }
    }

    /// Errors: `.inputOutput`, `.noSpace`, `.interrupted`, `.unsupported`; final like those of ``DiskFile/sync(_:)``.
    package func sync(_ purpose: Purpose) throws(DiskError) {
        try descriptor.use("fsync", path: path, purpose) { fd throws(DiskError) in
            try SystemCall.once("fsync", path: path, purpose) { fsync(fd) }
        }
    }

    /// Errors: `.missing`, `.notAFolder` (also for a link), `.denied`, `.readOnly`, `.noSpace`, `.tooManyFiles`.
    package func folder(_ name: String, create: Bool, _ purpose: Purpose) throws(DiskError) -> any Folder {
        try Self.check(name, "openat", purpose)
        return try descriptor.use("openat", path: name, purpose) { fd throws(DiskError) in
            if create { _ = try Self.make(name, in: fd, purpose) }
            let child = try SystemCall.retrying("openat", path: name, purpose) {
                openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            }
            return RealFolder(path: path + "/" + name, descriptor: Descriptor(owning: child))
        }
    }

    /// Errors: `.inputOutput`, `.unsupported`.
    package func freeBytes() throws(DiskError) -> Int64 {
        try descriptor.use("fstatvfs", path: path, .measure) { fd throws(DiskError) in
            var status = statvfs()
            try SystemCall.retrying("fstatvfs", path: path, .measure) { fstatvfs(fd, &status) }
            let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
            return overflow ? .max : Int64(clamping: bytes)
        }
    }
}
