public import FoundationEssentials
internal import Synchronization

/// A clock that goes on when a test says so, and at no other time.
public final class VirtualClock: ActorClock {
    private struct Sleeper {
        var due: Duration
        var waiter: UnsafeContinuation<Void, Never>
    }

    private struct Hands {
        var elapsed: Duration = .zero
        var sleepers: [Int: Sleeper] = [:]
        var last = 0
    }

    private let hands = Mutex(Hands())
    private let start: Date

    /// Stands at this time of day, by default at the beginning of 2026 in UTC.
    public init(start: Date = Date(timeIntervalSince1970: 1_767_225_600)) { self.start = start }

    /// The time of day.
    public var now: Date {
        let elapsed = elapsed.components
        return start + Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    }

    /// What it was advanced by.
    public var elapsed: Duration { hands.withLock { $0.elapsed } }

    /// How many tasks sleep by it.
    public var sleepers: Int { hands.withLock { $0.sleepers.count } }

    /// Wakes whoever is due meanwhile, soonest first.
    public func advance(by time: Duration) {
        let due = hands.withLock { hands -> [Sleeper] in
            hands.elapsed += time
            let due = hands.sleepers.filter { $0.value.due <= hands.elapsed }
            for key in due.keys { hands.sleepers[key] = nil }
            return due.values.sorted { $0.due < $1.due }
        }
        for sleeper in due { sleeper.waiter.resume() }
    }

    /// Returns when the clock was advanced so far, or when the task is cancelled.
    public func sleep(until elapsed: Duration) async {
        let key = hands.withLock { hands in
            hands.last += 1
            return hands.last
        }
        await withTaskCancellationHandler {
            await withUnsafeContinuation { waiter in
                let isOver = hands.withLock { hands in
                    guard elapsed > hands.elapsed, !Task.isCancelled else { return true }
                    hands.sleepers[key] = Sleeper(due: elapsed, waiter: waiter)
                    return false
                }
                if isOver { waiter.resume() }
            }
        } onCancel: {
            let sleeper = hands.withLock { $0.sleepers.removeValue(forKey: key) }
            sleeper?.waiter.resume()
        }
    }
}
