#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Synchronization

/// A standard stream to write to, through a buffer: one system call for many lines.
final class OutputStream: Sendable {
    /// The reader went away. No error: it had enough.
    struct Closed: Error {}

    private let descriptor: Int32
    private let buffer = Mutex<[UInt8]>([])
    /// As much as a pipe takes at most at one go.
    private static let bufferBytes = 64 * 1024

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// It is a terminal.
    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal; 80 where it does not say.
    var columns: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Buffers `bytes`; writes when there is much.
    ///
    /// - Throws: `Closed` when nobody reads any more, `CommandFailure` when the device fails.
    func write(_ bytes: some Collection<UInt8>) throws {
        try buffer.withLock { buffer in
            buffer.append(contentsOf: bytes)
            if buffer.count >= Self.bufferBytes { try drain(&buffer) }
        }
    }

    /// As above, for text.
    func write(_ text: String) throws { try write(text.utf8) }

    /// Hands everything to the system.
    func flush() throws {
        try buffer.withLock { try drain(&$0) }
    }

    private func drain(_ buffer: inout [UInt8]) throws {
        var start = 0
        defer { buffer.removeAll(keepingCapacity: true) }
        while start < buffer.count {
            let (written, number) = buffer.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
                #if canImport(Glibc)
                    return (Glibc.write(descriptor, rest.baseAddress, rest.count), errno)
                #elseif canImport(Musl)
                    return (Musl.write(descriptor, rest.baseAddress, rest.count), errno)
                #else
                    return (Darwin.write(descriptor, rest.baseAddress, rest.count), errno)
                #endif
            }
            if written >= 0 {
                start += written
                continue
            }
            switch number {
            case EINTR: continue
            case EAGAIN: waitUntilWritable()
            case EPIPE: throw Closed()
            default: throw CommandFailure("cannot write to descriptor \(descriptor)", errno: number)
            }
        }
    }

    /// Waits until nobody reads this stream any more (true) or until `other` can be read (false).
    func waitUntilClosed(orReadable other: Int32) -> Bool {
        // Asked for no event at all, poll still tells of a pipe without a reader. Files and terminals never do.
        var waits = [
            pollfd(fd: descriptor, events: 0, revents: 0), pollfd(fd: other, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&waits, 2, -1) < 0 { guard errno == EINTR else { return false } }
        return waits[1].revents == 0
    }

    /// The stream may have been set not to block by whoever shares it.
    private func waitUntilWritable() {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, -1)
    }
}
