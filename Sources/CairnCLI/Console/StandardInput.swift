#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard input, or a file in its place, read as it comes; every wait ends when the user wants to stop.
struct StandardInput: Sendable {
    var interruption: Interruption
    /// What is read.
    var descriptor: Int32 = STDIN_FILENO

    /// A file in place of standard input.
    ///
    /// - Throws: `CommandFailure` where it cannot be read.
    static func opening(_ path: String, _ console: Console) throws(CommandFailure) -> StandardInput {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure("cannot read \(path)", errno: errno) }
        let input = StandardInput(interruption: console.interruption, descriptor: descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            input.close()
            throw CommandFailure("cannot read \(path): it is a folder")
        }
        return input
    }

    /// Lets a file go; standard input stays.
    func close() {
        guard descriptor != STDIN_FILENO else { return }
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #elseif canImport(Musl)
            _ = Musl.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }

    /// How a read ended.
    enum Outcome {
        case bytes(Int)
        case end
        case interrupted
        case failed(CommandFailure)
    }

    /// A person sits there.
    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// The size of the file behind it, where it is one.
    var fileSize: Int64? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_size)
    }

    /// Reads what is there, or waits until something is. Something that cannot be read, such as a directory, fails.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        while true {
            if let stop = waitUntilReadable() { return stop }
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            let number = errno
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            guard number == EINTR || number == EAGAIN else {
                return .failed(CommandFailure("cannot read \(name)", errno: number))
            }
        }
    }

    /// One line typed by a person, without its end; nil at the end of input or when interrupted.
    func typedLine() -> String? {
        var line: [UInt8] = []
        // Nobody types more than this in answer to a question.
        while line.count < 1024 {
            var byte: UInt8 = 0
            guard case .bytes = withUnsafeMutableBytes(of: &byte, { read(into: $0) }) else { return nil }
            if byte == UInt8(ascii: "\n") { break }
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// As messages call it.
    private var name: String { descriptor == STDIN_FILENO ? "standard input" : "the file" }

    /// Nil when there is something to read.
    private func waitUntilReadable() -> Outcome? {
        var waits = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&waits, 2, -1) < 0 {
            guard errno == EINTR else { return .failed(CommandFailure("cannot wait for \(name)", errno: errno)) }
        }
        return waits[1].revents == 0 ? nil : .interrupted
    }
}
