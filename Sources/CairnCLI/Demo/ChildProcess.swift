#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program started beside this one, its standard output in a pipe.
struct ChildProcess: ~Copyable {
    private let pid: pid_t
    /// Its standard output.
    let output: Int32
    private var status: Int32?

    /// Starts `words[0]`, looked up as a shell does it; standard error stays ours unless it is to join the output.
    ///
    /// - Throws: `CommandFailure` when there is no such program, or no room for one more.
    init(_ words: [String], joiningErrors: Bool = false) throws(CommandFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw CommandFailure("no pipe to be had", errno: errno) }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        defer { close(ends[1]) }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        if joiningErrors { posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO) }
        posix_spawn_file_actions_addclose(&actions, ends[1])
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        // A child must not inherit what this process blocks and ignores for itself.
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigmask(&attributes, &mask)
        sigaddset(&mask, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &mask)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var pid: pid_t = 0
        var pointers = words.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        let result = posix_spawnp(&pid, words[0], &actions, &attributes, &pointers, environ)
        guard result == 0 else {
            close(ends[0])
            throw CommandFailure("cannot start \(words[0])", errno: result)
        }
        self.pid = pid
        output = ends[0]
    }

    deinit {
        if status == nil {
            _ = kill(pid, SIGKILL)
            var ignored: Int32 = 0
            _ = waitpid(pid, &ignored, 0)
        }
        close(output)
    }

    /// Ends it as a crash would: it gets no chance to do anything about it.
    func killAtOnce() { _ = kill(pid, SIGKILL) }

    /// Reads what is there; 0 at the end of its output, -1 when nothing came within `milliseconds`.
    func read(into buffer: UnsafeMutableRawBufferPointer, milliseconds: Int32) -> Int {
        var wait = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, milliseconds) > 0 else { return -1 }
        #if canImport(Glibc)
            let count = Glibc.read(output, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            let count = Musl.read(output, buffer.baseAddress, buffer.count)
        #else
            let count = Darwin.read(output, buffer.baseAddress, buffer.count)
        #endif
        return max(0, count)
    }

    /// Waits for its end: the exit code, or 128 and the signal's number as shells have it.
    mutating func wait() -> Int32 {
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
        status = raw
        return raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
    }

    /// Runs a program to its end and gives back what it wrote.
    static func capture(_ words: [String]) throws(CommandFailure) -> (text: String, code: Int32) {
        var child = try ChildProcess(words, joiningErrors: true)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { child.read(into: $0, milliseconds: -1) }
            if count < 0 { continue }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return (String(decoding: bytes, as: UTF8.self), child.wait())
    }
}
