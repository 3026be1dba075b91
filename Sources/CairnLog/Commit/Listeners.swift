/// Readers that wait for more records.
struct Listeners {
    private var waiting: [UInt64: UnsafeContinuation<Void, Never>] = [:]
    private var next: UInt64 = 0
    private(set) var isClosed = false

    mutating func ticket() -> UInt64 {
        next &+= 1
        return next
    }

    /// False where there is nothing to wait for any more.
    mutating func wait(_ ticket: UInt64, _ continuation: UnsafeContinuation<Void, Never>) -> Bool {
        guard !isClosed else { return false }
        waiting[ticket] = continuation
        return true
    }

    mutating func wake() {
        guard !waiting.isEmpty else { return }
        let all = waiting
        waiting = [:]
        for (_, continuation) in all { continuation.resume() }
    }

    mutating func cancel(_ ticket: UInt64) { waiting.removeValue(forKey: ticket)?.resume() }

    mutating func close() {
        isClosed = true
        wake()
    }
}
