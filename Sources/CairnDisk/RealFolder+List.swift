#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension RealFolder {
    /// A store of 64 MiB segments with this many files would hold tens of terabytes; a directory with more of them is
    /// not ours, and listing it must not eat the memory.
    static let entryLimit = 1_000_000

    /// Errors: `.inputOutput`, `.tooManyFiles`, `.denied`, `.other` beyond a million entries.
    /// Complexity: one system call an entry.
    package func list(_ purpose: Purpose) throws(DiskError) -> [FolderEntry] {
        try descriptor.use("readdir", path: path, purpose) { folder throws(DiskError) in
            // A descriptor of its own: reading a directory moves a cursor, and others may list at the same time.
            let fd = try SystemCall.retrying("openat", path: path, purpose) {
                openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            }
            guard let stream = fdopendir(fd) else {
                let number = errno
                close(fd)
                throw .fromErrno(number, call: "fdopendir", path: path, purpose: purpose)
            }
            defer { closedir(stream) }
            var entries: [FolderEntry] = []
            while true {
                errno = 0  // readdir says nil both at the end and on failure
                guard let next = readdir(stream) else {
                    let number = errno
                    guard number == 0 else {
                        throw .fromErrno(number, call: "readdir", path: path, purpose: purpose)
                    }
                    return entries
                }
                guard let entry = try entry(next, in: folder, purpose) else { continue }
                guard entries.count < Self.entryLimit else {
                    throw DiskError(
                        .other, call: "readdir", path: path, purpose: purpose,
                        detail: "more than \(Self.entryLimit) entries")
                }
                entries.append(entry)
            }
        }
    }

    /// Nil for the directory itself, the one above, and a file that vanished while it was being looked at.
    private func entry(_ found: UnsafeMutablePointer<dirent>, in folder: Int32, _ purpose: Purpose)
        throws(DiskError) -> FolderEntry?
    {
        guard let start = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        // The record is shorter than its type: the name is read in place, never copied as a whole.
        let bytes = (UnsafeRawPointer(found) + start).assumingMemoryBound(to: CChar.self)
        let name = String(cString: bytes)
        if name == "." || name == ".." { return nil }
        var status = stat()
        do throws(DiskError) {
            try SystemCall.retrying("fstatat", path: name, purpose) {
                fstatat(folder, bytes, &status, AT_SYMLINK_NOFOLLOW)
            }
        } catch {
            guard error.code == .missing else { throw error }
            return nil
        }
        return FolderEntry(name: name, kind: .init(mode: status.st_mode), size: Int64(status.st_size))
    }
}
