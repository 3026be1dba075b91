internal import Cairn
internal import Synchronization

/// An actor's place in memory, of whatever kind: its mailbox, and what it holds back until that counts.
///
/// It is no Swift actor: those take messages in no order that is promised, handle others at each `await`, and have no
/// mailbox that could be bounded. At most one run at a time holds the cell; it takes what has come, all at once, and
/// lets go when nothing is left. Nothing here knows the actor's types: going from generic to generic for each message
/// was half of what one cost.
// unsafe: `mailbox` is behind a lock, `place` is the directory's; the rest belongs to the run that holds the cell
class AnyCell: @unchecked Sendable {
    /// What was handled and is not in the store yet.
    struct Staged {
        var line: ActorLine
        /// nil for the actor's birth.
        var letter: Letter?
        /// What its sender is told; nil where the handler succeeded.
        var failure: ActorError?
        var sends: [Letter]
    }

    /// So many transitions are staged at most before they are written: what is staged is in memory twice.
    static let mostStaged = 256

    let address: ActorAddress
    let core: SystemCore
    let traits: BehaviorTraits
    let mailbox: Mutex<Mailbox>
    /// Where it stands in the list of those that are active; the list's.
    final var place: Int?
    /// Of its last transition, with what is staged.
    final var number = 0
    final var timers = ActorTimers()
    /// What is staged changes the timers.
    final var movesTimers = false
    final var staged: [Staged] = []
    /// What a volatile actor sent.
    final var outbox: [Letter] = []
    /// Whom its last message woke: run on the same thread when this one has nothing left.
    final var woken: AnyCell?
    final var isStopping = false

    init(_ address: ActorAddress, _ core: SystemCore, _ traits: BehaviorTraits) {
        self.address = address
        self.core = core
        self.traits = traits
        mailbox = Mutex(Mailbox(traits.mailbox))
    }

    deinit { core.directory.forget(address) }

    /// Whether its state is in memory.
    var isActive: Bool { false }

    /// Brings the actor into memory.
    func activate() throws {}

    /// Takes the actor out of memory.
    func forget() {}

    /// What the timers are counts now.
    func settleTimers() {}

    /// The system has ended, and nobody holds the cell: what it waits for is forgotten.
    func clear() {}

    /// When it was last at work, by the system's clock; nil while it has nothing in memory or is at work.
    final var restingSince: Duration? { mailbox.withLock { $0.isRunning ? nil : $0.restsSince } }

    /// Takes it out of memory if it rests. False where it does not, or must stay.
    final func passivate() -> Bool {
        mailbox.withLock { mailbox in
            guard !mailbox.isRunning, traits.isStored else { return false }
            // Nobody holds the cell, and nobody can begin to while this lock is held.
            forget()
            mailbox.restsSince = nil
            return true
        }
    }

    /// The system ends: what waits is handled, and nothing is taken any more.
    final func close() {
        for place in mailbox.withLock({ $0.close() }) { place.end(.closed) }
    }
}
