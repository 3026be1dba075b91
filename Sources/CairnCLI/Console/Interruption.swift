#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Synchronization

/// Ctrl-C and its kin, made into a wish to stop: the first one lets what is in flight be finished, the second one ends
/// the process at once.
///
/// The signals are blocked in every thread and taken by the main one, which waits for them, so nothing ever runs in a
/// signal
/// handler, and no call of the engine is interrupted.
final class Interruption: Sendable {
    private struct State {
        var isRequested = false
        var bodies: [@Sendable () -> Void] = []
    }
    private let state = Mutex(State())
    /// Readable for good once a stop is requested; for `poll`.
    let descriptor: Int32
    private let writeEnd: Int32

    private let signals: sigset_t

    /// To be made first of all, in the main thread: threads inherit what it blocks. Signals that whoever started the
    /// process told it to ignore stay ignored.
    ///
    /// - Throws: `CommandFailure` where the system gives no pipe.
    init() throws(CommandFailure) {
        // A reader that went away is no error and must not kill the writer; the write says EPIPE.
        signal(SIGPIPE, SIG_IGN)
        var wanted = sigset_t()
        sigemptyset(&wanted)
        for number in [SIGINT, SIGTERM, SIGHUP] where !Self.isIgnored(number) { sigaddset(&wanted, number) }
        pthread_sigmask(SIG_BLOCK, &wanted, nil)
        signals = wanted
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw CommandFailure("no pipe to be had", errno: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        descriptor = ends[0]
        writeEnd = ends[1]
    }

    /// Somebody wants the process to stop.
    var isRequested: Bool { state.withLock { $0.isRequested } }

    /// Runs `body` when a stop is requested, or at once if it was.
    func onRequest(_ body: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            if !state.isRequested { state.bodies.append(body) }
            return state.isRequested
        }
        if isLate { body() }
    }

    /// Asks for a stop, as Ctrl-C does. Harmless when repeated.
    func request() {
        let bodies = state.withLock { state -> [@Sendable () -> Void]? in
            guard !state.isRequested else { return nil }
            state.isRequested = true
            defer { state.bodies = [] }
            return state.bodies
        }
        guard let bodies else { return }
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
        for body in bodies { body() }
    }

    /// Waits for signals until the process ends; for the thread that has nothing else to do.
    func takeSignals() -> Never {
        var signals = signals
        while true {
            var number: Int32 = 0
            guard sigwait(&signals, &number) == 0 else { continue }
            // 128 + n is what a shell reports for a process that signal n ended.
            if isRequested { _exit(128 + number) }
            request()
        }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        #if canImport(Darwin)
            let handler = action.__sigaction_u.__sa_handler
        #else
            let handler = action.__sigaction_handler.sa_handler
        #endif
        // A function pointer can only be compared as a number; SIG_IGN is 1 everywhere.
        return handler.map { unsafeBitCast($0, to: Int.self) == 1 } ?? false  // unsafe: see above
    }
}
