#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A plain file of the real disk.
package final class RealFile: DiskFile {
    package let name: String
    private let descriptor: Descriptor

    /// The largest piece in which Linux caches a file: as many pages as one page table maps, 2 MiB where pages have
    /// 4 KiB. It drops whole pieces only, and silently keeps one that lies partly before the offset (seen on ext4).
    private static let largestPiece: Int64 = {
        let page = Int64(sysconf(Int32(_SC_PAGESIZE)))
        return max(65_536, page * (page / 8))
    }()

    init(name: String, descriptor: Descriptor) {
        self.name = name
        self.descriptor = descriptor
    }

    /// Errors: `.closed`, `.inputOutput` after one retry, `.interrupted`. Complexity: one system call a full buffer.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose)
        throws(DiskError) -> Int
    {
        try descriptor.use("pread", path: name, purpose) { fd throws(DiskError) in
            var done = 0
            var mayRetry = true  // a device often recovers a sector at the second attempt
            while done < buffer.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                let place = offset + done
                do throws(DiskError) {
                    let count = try SystemCall.retrying("pread", path: name, purpose) {
                        pread(fd, rest.baseAddress, rest.count, off_t(place.bytes))
                    }
                    if count == 0 { break }
                    done += count
                } catch {
                    guard error.code == .inputOutput, mayRetry else { throw error }
                    mayRetry = false
                }
            }
            return done
        }
    }

    /// Errors: `.closed`, `.noSpace`, `.quota`, `.fileTooLarge`, `.inputOutput`, `.interrupted`.
    /// Durability: none before ``sync(_:)``. Complexity: one system call, unless the system writes less than asked.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose)
        throws(DiskError)
    {
        try descriptor.use("pwrite", path: name, purpose) { fd throws(DiskError) in
            var done = 0
            var idle = 0
            while done < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
                let place = offset + done
                let count = try SystemCall.retrying("pwrite", path: name, purpose) {
                    pwrite(fd, rest.baseAddress, rest.count, off_t(place.bytes))
                }
                idle = count == 0 ? idle + 1 : 0
                guard idle < SystemCall.idleWriteLimit else {
                    throw DiskError(
                        .inputOutput, call: "pwrite", path: name, purpose: purpose,
                        detail: "the system wrote nothing \(idle) times in a row")
                }
                done += count
            }
        }
    }

    /// Errors: `.closed`, `.inputOutput`, `.noSpace`, `.quota`, `.interrupted`; each is final, see ``DiskFile``.
    package func sync(_ purpose: Purpose) throws(DiskError) {
        #if canImport(Darwin)
            // fsync on Darwin stops at the drive's cache.
            try descriptor.use("F_FULLFSYNC", path: name, purpose) { fd throws(DiskError) in
                try SystemCall.once("F_FULLFSYNC", path: name, purpose) { fcntl(fd, F_FULLFSYNC) }
            }
        #else
            try descriptor.use("fdatasync", path: name, purpose) { fd throws(DiskError) in
                try SystemCall.once("fdatasync", path: name, purpose) { fdatasync(fd) }
            }
        #endif
    }

    /// Errors: `.closed`, `.noSpace`, `.fileTooLarge`, `.inputOutput`. Durability: none before ``sync(_:)``.
    package func truncate(to length: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        try descriptor.use("ftruncate", path: name, purpose) { fd throws(DiskError) in
            try SystemCall.retrying("ftruncate", path: name, purpose) { ftruncate(fd, off_t(length.bytes)) }
        }
    }

    /// Errors: `.closed`, `.inputOutput`.
    package func size(_ purpose: Purpose) throws(DiskError) -> ByteOffset {
        try descriptor.use("fstat", path: name, purpose) { fd throws(DiskError) in
            var status = stat()
            try SystemCall.retrying("fstat", path: name, purpose) { fstat(fd, &status) }
            return ByteOffset(Int64(status.st_size))
        }
    }

    /// A request, not an order: it cannot fail, and pages that are still dirty stay.
    package func dropCache(from offset: ByteOffset) {
        let start = max(0, offset.bytes) / Self.largestPiece * Self.largestPiece
        try? descriptor.use("posix_fadvise", path: name, .openStore) { fd throws(DiskError) in
            #if canImport(Darwin)
                // Darwin drops nothing on request, but reads on this handle then pass the cache by.
                _ = fcntl(fd, F_NOCACHE, 1)
                _ = start
            #else
                _ = posix_fadvise(fd, off_t(start), 0, Int32(POSIX_FADV_DONTNEED))
            #endif
        }
    }

    package func close() { descriptor.close() }
}
