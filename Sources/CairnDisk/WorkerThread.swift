import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A thread of its own for work that blocks: syncing on Swift's cooperative pool would take a core away from every
/// task of the process.
package final class WorkerThread: Sendable {
    /// The system would not give another thread.
    package struct StartError: Error, Sendable, CustomStringConvertible {
        package var name: String
        package var errno: Int32

        package var description: String {
            "the thread \(name) could not be started (errno \(errno)); raise `ulimit -u` or free some memory"
        }
    }

    /// What the new thread is born with; it goes over as one retained object.
    private final class Birth {
        let name: String
        let body: @Sendable () -> Void
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    private let handle: Mutex<Handle>

    private struct Handle {
        /// Nil once joined.
        // unsafe: on Darwin a pointer; it is only ever touched under the mutex
        nonisolated(unsafe) var thread: pthread_t?
    }

    /// Starts a thread that runs `body` once. Signals are left to the other threads, so that none of its calls is
    /// interrupted. `name` is cut to the 15 bytes that Linux shows. Errors: `StartError`.
    package init(name: String, _ body: @escaping @Sendable () -> Void) throws(StartError) {
        let birth = Unmanaged.passRetained(Birth(name: name, body: body))
        // A thread inherits the mask of whoever starts it.
        var mask = Self.signalsForOthers
        var before = sigset_t()
        pthread_sigmask(SIG_SETMASK, &mask, &before)
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let result = pthread_create(&thread, nil, Self.run, birth.toOpaque())
        pthread_sigmask(SIG_SETMASK, &before, nil)
        guard result == 0 else {
            birth.release()
            throw StartError(name: name, errno: result)
        }
        handle = Mutex(Handle(thread: thread))
    }

    /// All but those that a thread brings upon itself: blocked, they would kill the process without a backtrace.
    private static var signalsForOthers: sigset_t {
        var mask = sigset_t()
        sigfillset(&mask)
        for own in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&mask, own) }
        return mask
    }

    deinit {
        handle.withLock { if let thread = $0.thread { pthread_detach(thread) } }
    }

    /// Waits until the thread has ended. Every caller waits; called on the thread itself it returns at once.
    package func join() {
        handle.withLock {
            guard let thread = $0.thread, pthread_equal(thread, pthread_self()) == 0 else { return }
            pthread_join(thread, nil)
            $0.thread = nil
        }
    }

    #if canImport(Darwin)
        private static let run: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { birth in
            live(birth)
            return nil
        }
    #else
        private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { birth in
            if let birth { live(birth) }
            return nil
        }
    #endif

    private static func live(_ pointer: UnsafeMutableRawPointer) {
        let birth = Unmanaged<Birth>.fromOpaque(pointer).takeRetainedValue()
        nameThisThread(birth.name)
        birth.body()
    }

    /// For those who look with a debugger or `top -H`; a thread without a name works as well.
    private static func nameThisThread(_ name: String) {
        #if canImport(Darwin)
            pthread_setname_np(name)
        #else
            // pthread_setname_np hides behind a macro that Swift does not set; this file does the same.
            let fd = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
            guard fd >= 0 else { return }
            let short = Array(name.utf8.prefix(15))
            _ = write(fd, short, short.count)
            close(fd)
        #endif
    }
}
