import Synchronization

/// Counts down, from any task.
final class Counter: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    func set(_ count: Int) { left.withLock { $0 = count } }

    var isSpent: Bool { left.withLock { $0 <= 0 } }

    /// True so many times as were set.
    func take() -> Bool {
        left.withLock { left in
            defer { left -= 1 }
            return left > 0
        }
    }
}
