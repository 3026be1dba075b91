import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A process that a driver started; it is killed and collected at the latest when its last user lets go.
package final class Child: Sendable {
    package let pid: Int32
    /// Write end of its standard input and read end of its standard output; -1 once closed.
    let input: Mutex<Int32>
    let output: Int32
    private let ending = Mutex<Ending?>(nil)
    private let ticket: Cleanup.Ticket

    /// How a process ended.
    package enum Ending: Sendable, Equatable, CustomStringConvertible {
        case exit(Int32)
        case signal(Int32)

        package var description: String {
            switch self {
            case .exit(let code): "exit \(code)"
            case .signal(let number): "signal \(number)"
            }
        }
    }

    /// Two threads that start children at once would each hand the other's pipe ends to theirs.
    private static let starting = Mutex(())

    /// Starts `arguments[0]`, looked up in PATH; `environment` is added to ours, standard error is appended to the
    /// file `errors`. It gets a process group of its own, so that Ctrl-C reaches the driver alone, which cleans up.
    package init(_ arguments: [String], environment: [String: String] = [:], errors: String = "/dev/null") throws {
        Cleanup.shared.stopIfInterrupted()
        let started = try Self.starting.withLock { _ in
            try Self.start(arguments, environment, errors)
        }
        let pid = started.pid
        self.pid = pid
        input = Mutex(started.input)
        output = started.output
        ticket = Cleanup.shared.add {
            _ = systemKill(pid, SIGKILL)
            waitpid(pid, nil, 0)  // what it still writes would be in the way of what is undone next
        }
    }

    deinit {
        kill()
        closeInput()
        close(output)
    }

    private static func start(_ arguments: [String], _ environment: [String: String], _ errors: String) throws
        -> (pid: pid_t, input: Int32, output: Int32)
    {
        let input = try Pipe()
        let output = try Pipe()
        defer {
            close(input.reading)
            close(output.writing)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.reading, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var usual = sigset_t()
        sigfillset(&usual)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var pid: pid_t = 0
        let result = CStrings.with(arguments) { words in
            CStrings.with(CStrings.environment(adding: environment)) { settings in
                posix_spawnp(&pid, arguments.first ?? "", &actions, &attributes, words, settings)
            }
        }
        guard result == 0 else {
            close(input.writing)
            close(output.reading)
            throw FieldError.system("posix_spawn", arguments.first ?? "nothing", result)
        }
        return (pid, input.writing, output.reading)
    }

    /// Its standard input ends here.
    package func closeInput() {
        input.withLock {
            if $0 >= 0 { close($0) }
            $0 = -1
        }
    }

    /// Sends a signal, unless it has ended.
    package func send(signal number: Int32) {
        ending.withLock { if $0 == nil { _ = systemKill(pid, number) } }
    }

    /// kill -9, and waits until it is gone.
    @discardableResult
    package func kill() -> Ending {
        send(signal: SIGKILL)
        // Only a call stuck in the kernel can outlive this; it ends when the file system below it is unmounted.
        return wait(seconds: 60) ?? .signal(SIGKILL)
    }

    /// Waits for its end; nil when it is still running after `seconds`.
    package func wait(seconds: Double) -> Ending? {
        let watch = Stopwatch()
        var pause: UInt32 = 100
        while true {
            if let found = poll() { return found }
            if watch.seconds > seconds { return nil }
            usleep(pause)
            pause = min(pause * 2, 10_000)
        }
    }

    /// How it ended, nil while it runs.
    package func poll() -> Ending? {
        ending.withLock { known in
            if known != nil { return known }
            var status: Int32 = 0
            guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
            Cleanup.shared.forget(ticket)
            let signal = status & 0x7f
            known = signal == 0 ? .exit((status >> 8) & 0xff) : .signal(signal)
            return known
        }
    }
}

/// The system's call, which `Child.kill` hides.
private func systemKill(_ pid: pid_t, _ number: Int32) -> Int32 { kill(pid, number) }
