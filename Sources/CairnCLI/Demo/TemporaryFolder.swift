import CairnDisk
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder of its own under the system's place for such, removed with everything in it when no longer needed.
struct TemporaryFolder: ~Copyable {
    let path: String
    /// Leave it, for somebody to look at.
    private let isKept: Bool

    /// - Throws: `CommandFailure` where none can be made.
    init(named name: String, isKept: Bool) throws(CommandFailure) {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(place)/\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CommandFailure("cannot make a folder in \(place)", errno: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.isKept = isKept
    }

    deinit {
        if !isKept { Self.remove(path, depth: 0) }
    }

    /// Links are removed, not followed. What cannot be removed is the system's to clear away.
    private static func remove(_ path: String, depth: Int) {
        // A store is two levels deep; more is not ours.
        guard depth < 4, let folder = try? RealFolder.open(path: path, create: false) else { return }
        for entry in (try? folder.list(.measure)) ?? [] {
            if entry.kind == .folder {
                remove(path + "/" + entry.name, depth: depth + 1)
            } else {
                try? folder.unlink(entry.name, .measure)
            }
        }
        rmdir(path)
    }
}
