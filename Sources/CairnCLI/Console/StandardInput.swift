#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard input, read as it comes; every wait ends when the user wants to stop.
struct StandardInput: Sendable {
    var interruption: Interruption

    /// How a read ended.
    enum Outcome {
        case bytes(Int)
        case end
        case interrupted
        case failed(CommandFailure)
    }

    /// A person sits there.
    var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// The size of the file behind it, where it is one.
    var fileSize: Int64? {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_size)
    }

    /// Reads what is there, or waits until something is. Something that cannot be read, such as a directory, fails.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        while true {
            if let stop = waitUntilReadable() { return stop }
            #if canImport(Glibc)
                let count = Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                let count = Musl.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            #else
                let count = Darwin.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            #endif
            let number = errno
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            guard number == EINTR || number == EAGAIN else {
                return .failed(CommandFailure("cannot read standard input", errno: number))
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

    /// Nil when there is something to read.
    private func waitUntilReadable() -> Outcome? {
        var waits = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&waits, 2, -1) < 0 {
            guard errno == EINTR else { return .failed(CommandFailure("cannot wait for standard input", errno: errno)) }
        }
        return waits[1].revents == 0 ? nil : .interrupted
    }
}
