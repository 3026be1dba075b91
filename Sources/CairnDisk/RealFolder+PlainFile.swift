#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension RealFolder {
    /// Refuses what is not one component of a path. Names come from the engine, but some of them by way of a file
    /// that anybody may have edited.
    static func check(_ name: String, _ call: String, _ purpose: Purpose) throws(DiskError) {
        let bytes = name.utf8
        guard !bytes.isEmpty, name != ".", name != "..", !bytes.contains(UInt8(ascii: "/")), !bytes.contains(0) else {
            throw DiskError(
                .notAPlainFile, call: call, path: name, purpose: purpose, detail: "not the name of a single file")
        }
    }

    /// Opens `name` without following a link and without waiting for a pipe, and refuses all but a plain file.
    func openPlain(_ name: String, _ flags: Int32, _ purpose: Purpose) throws(DiskError) -> Descriptor {
        try Self.check(name, "openat", purpose)
        return try descriptor.use("openat", path: name, purpose) { folder throws(DiskError) in
            let fd: Int32
            do throws(DiskError) {
                fd = try SystemCall.retrying("openat", path: name, purpose) {
                    openat(folder, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, Self.fileMode)
                }
            } catch {
                // A socket cannot be opened at all and says ENXIO, as a failed device does.
                guard error.errno == ENXIO, let kind = Self.kind(of: name, in: folder), kind != .file else {
                    throw error
                }
                throw Self.notPlain(name, purpose, error.errno)
            }
            let opened = Descriptor(owning: fd)
            var status = stat()
            try SystemCall.retrying("fstat", path: name, purpose) { fstat(fd, &status) }
            guard FolderEntry.Kind(mode: status.st_mode) == .file else {
                throw Self.notPlain(name, purpose, 0)
            }
            return opened
        }
    }

    private static func notPlain(_ name: String, _ purpose: Purpose, _ number: Int32) -> DiskError {
        DiskError(.notAPlainFile, call: "openat", path: name, purpose: purpose, errno: number)
    }

    private static func kind(of name: String, in folder: Int32) -> FolderEntry.Kind? {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return FolderEntry.Kind(mode: status.st_mode)
    }
}

extension FolderEntry.Kind {
    init(mode: mode_t) {
        self =
            switch mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
    }
}
