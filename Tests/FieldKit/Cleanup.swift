import CairnDisk
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What has to be undone (children killed, mounts and folders removed) whichever way a driver ends.
package final class Cleanup: Sendable {
    package static let shared = Cleanup()

    /// Names one thing to undo.
    package struct Ticket: Sendable, Hashable { fileprivate var number: Int }

    private struct Duties {
        var next = 0
        var open: [(ticket: Ticket, undo: @Sendable () -> Void)] = []
    }

    private let duties = Mutex(Duties())
    private let watcher = Mutex<WorkerThread?>(nil)
    /// The kernel's number of the thread that undoes everything after an interrupt; 0 before.
    private let ender = Atomic<UInt>(0)

    private init() {}

    /// Remembers `undo` until ``settle(_:)``; at an interrupt the latest is undone first.
    package func add(_ undo: @escaping @Sendable () -> Void) -> Ticket {
        duties.withLock {
            $0.next += 1
            let ticket = Ticket(number: $0.next)
            $0.open.append((ticket, undo))
            return ticket
        }
    }

    /// Undoes it now, unless that was done before.
    package func settle(_ ticket: Ticket) {
        let undo = duties.withLock { duties -> (@Sendable () -> Void)? in
            guard let index = duties.open.lastIndex(where: { $0.ticket == ticket }) else { return nil }
            return duties.open.remove(at: index).undo
        }
        undo?()
    }

    /// Forgets it: somebody else has seen to it.
    package func forget(_ ticket: Ticket) {
        duties.withLock { $0.open.removeAll { $0.ticket == ticket } }
    }

    /// Undoes everything, the latest first.
    package func settleAll() {
        while let ticket = duties.withLock({ $0.open.last?.ticket }) { settle(ticket) }
    }

    /// After an interrupt every other thread ends here: it shall neither start something new nor take the failures that
    /// the cleaning up brings for findings.
    func stopIfInterrupted() {
        let ender = ender.load(ordering: .sequentiallyConsistent)
        guard ender != 0, ender != Self.thisThread else { return }
        while true { pause() }
    }

    private static var thisThread: UInt {
        #if canImport(Darwin)
            UInt(bitPattern: pthread_self())
        #else
            UInt(pthread_self())
        #endif
    }

    /// From here on SIGINT, SIGTERM and SIGHUP undo everything and end the process. Called once, before any thread
    /// is started: a thread inherits the mask that keeps the signals for the one that waits for them.
    package func watchForInterrupts() throws {
        signal(SIGPIPE, SIG_IGN)  // a child that died while we talk to it is a result, not our end
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let waited = set
        let thread = try WorkerThread(name: "interrupts") {
            var waited = waited
            var number: Int32 = 0
            while sigwait(&waited, &number) != 0 {}
            Cleanup.shared.ender.store(Self.thisThread, ordering: .sequentiallyConsistent)
            Cleanup.shared.settleAll()
            _exit(128 + number)
        }
        watcher.withLock { $0 = thread }
    }
}
