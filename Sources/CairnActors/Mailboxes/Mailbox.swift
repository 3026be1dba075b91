internal import Synchronization

/// What waits for an actor, in the order in which it came. A value: who holds its cell acts upon what it says.
struct Mailbox<B: Behavior> {
    /// What becomes of a letter.
    enum Entry {
        /// It waits. Where nobody holds the cell, somebody must run it now.
        case taken(mustRun: Bool)
        /// It waits in the place of the oldest.
        case instead(LetterFor<B>)
        /// Its sender has to wait for room, no longer than this.
        case wait(Duration)
        /// There is no room.
        case refused
        /// There will be no more.
        case closed
    }

    let policy: MailboxPolicy
    private var letters: [LetterFor<B>] = []
    /// Where the oldest stands: those before it were dropped.
    private var oldest = 0
    /// Senders that wait for room, from the longest on.
    private var parked: [Parked<B>] = []
    private(set) var isRunning = false
    private(set) var isClosed = false
    /// When its last run ended; nil while there is nothing in memory.
    var restsSince: Duration?

    init(_ policy: MailboxPolicy) { self.policy = policy }

    var count: Int { letters.count - oldest }

    mutating func accept(_ letter: LetterFor<B>) -> Entry {
        if isClosed { return .closed }
        // Who came before waits before.
        if count < policy.capacity, parked.isEmpty {
            letters.append(letter)
            defer { isRunning = true }
            return .taken(mustRun: !isRunning)
        }
        switch policy.overflow {
        case .park(let limit): return .wait(limit)
        case .fail: return .refused
        case .dropOldest:
            let dropped = letters[oldest]
            oldest += 1
            letters.append(letter)
            if oldest > policy.capacity {
                letters.removeFirst(oldest)
                oldest = 0
            }
            return .instead(dropped)
        }
    }

    /// As many of them as there is room for.
    mutating func accept(all more: ArraySlice<LetterFor<B>>) -> (count: Int, mustRun: Bool) {
        guard !isClosed, parked.isEmpty else { return (0, false) }
        let room = more.prefix(policy.capacity - count)
        letters.append(contentsOf: room)
        defer { if !room.isEmpty { isRunning = true } }
        return (room.count, !room.isEmpty && !isRunning)
    }

    /// Has a sender wait; or says what becomes of its letter where there is room by now.
    mutating func park(_ place: Parked<B>) -> Entry? {
        if isClosed || (count < policy.capacity && parked.isEmpty) { return accept(place.letter) }
        parked.append(place)
        return nil
    }

    /// Everything that waits; and those senders whose letters take its place.
    mutating func take() -> (letters: [LetterFor<B>], arrived: [Parked<B>]) {
        var taken: [LetterFor<B>] = []
        swap(&taken, &letters)
        if oldest > 0 { taken.removeFirst(oldest) }
        oldest = 0
        guard !parked.isEmpty else { return (taken, []) }
        var arrived: [Parked<B>] = []
        var place = 0
        while place < parked.count, letters.count < policy.capacity {
            // One that has waited too long has been told so, and its letter does not count.
            if parked[place].arrive() {
                letters.append(parked[place].letter)
                arrived.append(parked[place])
            }
            place += 1
        }
        parked.removeFirst(place)
        return (taken, arrived)
    }

    /// The run that holds the cell lets go, unless something has come.
    mutating func letGo(_ now: Duration, isActive: Bool) -> Bool {
        guard letters.count == oldest, parked.isEmpty else { return false }
        isRunning = false
        restsSince = isActive ? now : nil
        return true
    }

    /// Takes the cell for one request that is handled at once, if nobody holds it.
    mutating func takeCell() -> Bool {
        guard !isRunning, !isClosed else { return false }
        isRunning = true
        return true
    }

    /// Takes nothing more; what waits is still handled. Gives those senders that waited for room.
    mutating func close() -> [Parked<B>] {
        isClosed = true
        defer { parked = [] }
        return parked.filter { $0.arrive() }
    }
}

/// A sender that waits for room.
// unsafe: the letter never changes hands while it waits, and the rest is behind a lock
final class Parked<B: Behavior>: Expiring, @unchecked Sendable {
    typealias Waiter = UnsafeContinuation<Mailbox<B>.Entry, Never>
    let letter: LetterFor<B>
    private let waiter = Mutex<Waiter?>(nil)
    private let isDecided = Atomic(false)

    init(_ letter: LetterFor<B>) { self.letter = letter }

    func begin(_ continuation: Waiter) { waiter.withLock { $0 = continuation } }

    /// Decides that the letter has its place. False where its time was up before.
    func arrive() -> Bool {
        isDecided.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
    }

    func end(_ entry: Mailbox<B>.Entry) {
        let continuation = waiter.withLock { waiter in
            defer { waiter = nil }
            return waiter
        }
        continuation?.resume(returning: entry)
    }

    var isOver: Bool { isDecided.load(ordering: .acquiring) }

    func expire() { if arrive() { end(.refused) } }
}
