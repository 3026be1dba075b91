#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension RealFolder {
    /// How much of the holder's text is kept and shown: a file name is not to be trusted with more of an error message.
    static let holderLimit = 512

    /// Errors: `.locked` with the holder's text as detail, `.readOnly`, `.denied`, `.notAPlainFile`, `.tooManyFiles`.
    ///
    /// The lock belongs to the opened file, not to the process: a second opening in the same process is refused too,
    /// and it ends with the last descriptor, whatever kills the process.
    package func lock(_ name: String, holder: String) throws(DiskError) -> any FolderLock {
        let file = try openPlain(name, O_RDWR | O_CREAT, .lockStore)
        try file.use("fcntl", path: name, .lockStore) { fd throws(DiskError) in
            do throws(DiskError) {
                try SystemCall.retrying("lock", path: name, .lockStore) { Self.takeLock(fd) }
            } catch {
                // EACCES is the other way in which a system may say that somebody has it.
                guard error.code == .locked || error.code == .denied else { throw error }
                throw DiskError(
                    .locked, call: "lock", path: name, purpose: .lockStore, errno: error.errno,
                    detail: Self.readHolder(fd))
            }
            Self.write(holder: holder, fd)
        }
        return RealLock(file)
    }

    /// Asks without taking: a lock tried on a second opening of the file, and given up at once.
    package func holder(of name: String) throws(DiskError) -> String? {
        let file: Descriptor
        do throws(DiskError) { file = try openPlain(name, O_RDONLY, .lockStore) } catch  where error.code == .missing {
            return nil
        }
        defer { file.close() }
        return try file.use("fcntl", path: name, .lockStore) { fd throws(DiskError) in
            Self.isLocked(fd) ? Self.readHolder(fd) : nil
        }
    }

    #if canImport(Darwin)
        private static func takeLock(_ fd: Int32) -> Int32 { flock(fd, LOCK_EX | LOCK_NB) }

        /// Shared, and given back with the descriptor a moment later.
        private static func isLocked(_ fd: Int32) -> Bool { flock(fd, LOCK_SH | LOCK_NB) != 0 }
    #else
        /// F_OFD_SETLK: asm-generic/fcntl.h; the headers hide it behind a macro that Swift does not see.
        private static let setOpenFileLock: Int32 = 37

        private static func takeLock(_ fd: Int32) -> Int32 {
            var range = flock()
            range.l_type = Int16(F_WRLCK)
            range.l_whence = Int16(SEEK_SET)
            range.l_start = 0
            range.l_len = 0  // the whole file
            range.l_pid = 0  // demanded for locks of an open file
            return fcntl(fd, setOpenFileLock, &range)
        }

        /// F_OFD_GETLK: the neighbour of the other.
        private static let getOpenFileLock: Int32 = 36

        /// A read lock would do to find a writer, and may be asked for on a descriptor that is open for reading.
        private static func isLocked(_ fd: Int32) -> Bool {
            var range = flock()
            range.l_type = Int16(F_RDLCK)
            range.l_whence = Int16(SEEK_SET)
            range.l_pid = 0
            return fcntl(fd, getOpenFileLock, &range) == 0 && range.l_type != Int16(F_UNLCK)
        }
    #endif

    /// The text is a courtesy to whoever is refused: a full disk must not keep a store from being opened. It is
    /// overwritten before it is cut, so that a file that had room once keeps it.
    private static func write(holder: String, _ fd: Int32) {
        var bytes = Array(holder.utf8.prefix(holderLimit))
        bytes.append(UInt8(ascii: "\n"))
        if pwrite(fd, bytes, bytes.count, 0) == bytes.count { _ = ftruncate(fd, off_t(bytes.count)) }
    }

    private static func readHolder(_ fd: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: holderLimit)
        let count = pread(fd, &bytes, bytes.count, 0)
        guard count > 0 else { return "" }
        // Control characters could play tricks on the terminal that shows the message.
        let text = bytes.prefix(count).prefix { $0 >= 0x20 }
        return String(decoding: text, as: UTF8.self)
    }
}

/// The lock that a `RealFolder` gave.
final class RealLock: FolderLock {
    private let file: Descriptor

    init(_ file: Descriptor) { self.file = file }

    /// Closing is unlocking: no other descriptor shares this opened file.
    func release() { file.close() }
}
