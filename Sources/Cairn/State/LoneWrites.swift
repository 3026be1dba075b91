internal import CairnLog
internal import Synchronization

/// A write of one record that needs no closure: all that remains to be done in its turn is to look at what is there.
// unsafe: its task fills it before it hands it over and reads it after it was resumed; in between it is the actor's
final class LoneWrite: @unchecked Sendable {
    let record: PreparedRecord
    /// Only where there is no such record yet.
    let isNew: Bool
    let durability: Durability?
    /// Who waits for it, and so stays alive as long as it is asked.
    private let task: UnsafeCurrentTask?
    var waiter: UnsafeContinuation<LogError?, Never>?
    /// Its task brings those that wait to the actor.
    var leads = false
    /// It takes more than a look: it must go the way of transactions.
    var isRefused = false

    init(_ record: PreparedRecord, isNew: Bool, _ durability: Durability?) {
        self.record = record
        self.isNew = isNew
        self.durability = durability
        task = withUnsafeCurrentTask { $0 }
    }

    var isCancelled: Bool { task?.isCancelled ?? false }

    /// It has not been staged, and is not going to be.
    func refuse() {
        isRefused = true
        waiter?.resume(returning: nil)
    }
}

/// Those that wait for the actor. The first of them goes there and takes the others along, so that many writes are one
/// turn there. There are no more of them than tasks that write.
final class LoneWrites: Sendable {
    private struct State {
        var isLed = false
        var waiting: [LoneWrite] = []
    }

    private let state = Mutex(State())

    /// Waits with the others. False where nobody is on the way to the actor: then it must go there itself.
    func join(_ write: LoneWrite) -> Bool {
        state.withLock { state in
            guard state.isLed else {
                state.isLed = true
                return false
            }
            state.waiting.append(write)
            return true
        }
    }

    /// Whoever comes from now on goes with another one.
    func take() -> [LoneWrite] {
        state.withLock { state in
            defer { state = State() }
            return state.waiting
        }
    }
}
