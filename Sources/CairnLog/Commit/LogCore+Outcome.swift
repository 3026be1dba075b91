internal import Synchronization

/// Waiting for what others have staged.
extension LogCore {
    /// Waits until everything up to `last` is in the log. False where a write failed that was not counted in
    /// `failures`: what was staged behind it is gone.
    ///
    /// It waits for one or two groups at most, so the end of a task does not cut it short.
    package func waitForOutcome(of last: SequenceNumber, failures: UInt64) async -> Bool {
        while true {
            // In this order: a number that was seen before the failures were counted was not given out again.
            let seen = visible.load(ordering: .acquiring)
            if self.failures != failures { return false }
            if seen >= last.number { return true }
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                let isWaiting = listeners.withLock { listeners in
                    guard visible.load(ordering: .acquiring) == seen, self.failures == failures else { return false }
                    return listeners.wait(listeners.ticket(), continuation)
                }
                if !isWaiting { continuation.resume() }
            }
            // Closing commits what was staged, or says that it failed.
            if isClosed { return self.failures == failures }
        }
    }
}
