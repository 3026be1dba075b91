#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A bare file, written and synced with nothing of ours in between.
public final class SyncFile {
    /// What failed, and the system's number for it.
    public struct Failure: Error, CustomStringConvertible {
        public var call: String
        public var number: Int32
        public var description: String { "\(call) failed with errno \(number)" }
    }

    private let descriptor: Int32
    private let path: String

    /// Creates the file. `filledBytes` of it are written and synced beforehand, so that later writes change no size.
    public init(path: String, filledBytes: Int) throws(Failure) {
        let opened = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw Failure(call: "open", number: errno) }
        descriptor = opened
        self.path = path
        let piece = [UInt8](repeating: 0x0a, count: 1 << 20)
        for index in 0..<(filledBytes >> 20) { try write(piece, at: index << 20) }
        try sync()
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// Writes all of `bytes`.
    public func write(_ bytes: [UInt8], at offset: Int) throws(Failure) {
        guard pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count else {
            throw Failure(call: "pwrite", number: errno)
        }
    }

    /// Makes it durable.
    public func sync() throws(Failure) {
        #if canImport(Darwin)
            // fsync alone leaves the bytes in the drive's own memory there.
            guard fcntl(descriptor, F_FULLFSYNC) == 0 else { throw Failure(call: "F_FULLFSYNC", number: errno) }
        #else
            guard fdatasync(descriptor) == 0 else { throw Failure(call: "fdatasync", number: errno) }
        #endif
    }
}
