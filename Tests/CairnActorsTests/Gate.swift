import Synchronization

/// Something that handlers of a test wait for.
final class Gate: Sendable {
    private struct Inside {
        var isOpen = false
        var arrived = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }
    private let inside = Mutex(Inside())

    /// Waits until it is opened.
    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = inside.withLock { inside in
                inside.arrived += 1
                if !inside.isOpen { inside.waiters.append(continuation) }
                return inside.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    /// Returns when so many have come to it.
    func arrived(_ count: Int) async {
        while inside.withLock({ $0.arrived }) < count { await Task.yield() }
    }

    func open() {
        let waiters = inside.withLock { inside in
            inside.isOpen = true
            defer { inside.waiters = [] }
            return inside.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
