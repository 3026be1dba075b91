internal import Cairn
internal import Synchronization

/// An actor's place in memory: its mailbox and, while it is active, its state.
///
/// It is no Swift actor: those take messages in no order that is promised, handle others at each `await`, and have no
/// mailbox that could be bounded. At most one run at a time holds the cell; it takes what has come, all at once, and
/// lets go when nothing is left.
// unsafe: `mailbox` is behind a lock; state and what is staged belong to the run that holds the cell
final class Cell<B: Behavior>: AnyCell, @unchecked Sendable {
    /// What was handled and is not in the store yet.
    struct Staged {
        var line: ActorLine
        /// nil for the actor's birth.
        var letter: LetterFor<B>?
        /// What its sender is told; nil where the handler succeeded.
        var failure: ActorError?
        var sends: [Letter]
    }

    /// So many transitions are staged at most before they are written: what is staged is in memory twice.
    static var mostStaged: Int { 256 }
    /// A state larger than this is refused: it would be written with each transition.
    static var mostStateBytes: Int { 4 << 20 }

    let kind: BehaviorKind<B>
    let mailbox: Mutex<Mailbox<B>>
    /// nil while it is not active; then the rest means nothing.
    var state: B.State?
    /// Of its last transition, with what is staged.
    var number = 0
    var hash: String?
    var mode = Mode.normal
    /// Those of the mode.
    var handlers: [Handler<B.State>] = []
    var timers = ActorTimers()
    /// Those that are waited for. They are also while the actor is not in memory.
    var armed: [String: ArmedTimer<B>] = [:]
    /// The line that is being handled again; nil for an actor that lives.
    var recorded: RecordedLine?
    /// What is staged changes the timers.
    var movesTimers = false
    var staged: [Staged] = []
    /// What a volatile actor sent.
    var outbox: [Letter] = []
    /// Whom its last message woke: run on the same thread when this one has nothing left.
    var woken: AnyCell?
    var isStopping = false

    init(_ address: ActorAddress, _ core: SystemCore, _ kind: BehaviorKind<B>) {
        self.kind = kind
        mailbox = Mutex(Mailbox(kind.mailbox))
        super.init(address, core)
    }

    /// Puts a letter into the mailbox and sees to it that it is taken.
    ///
    /// - Errors: `.mailboxFull`, `.closed`; the letter is a dead letter then.
    func accept(_ letter: LetterFor<B>, patience: Duration? = nil) async throws(ActorError) {
        if try await take(letter, patience: patience) { launch() }
    }

    /// The same. True where the cell is the caller's now, who must have it run.
    func take(_ letter: LetterFor<B>, patience: Duration? = nil) async throws(ActorError) -> Bool {
        var entry = mailbox.withLock { $0.accept(letter) }
        if case .wait(let limit) = entry { entry = await park(letter, min(limit, patience ?? limit)) }
        switch entry {
        case .taken(let mustRun): return mustRun
        case .instead(let oldest):
            bury(oldest, ActorError(.dropped, "\(address) had no room; a newer message took the place of this one"))
            return false
        case .closed:
            throw lost(letter, ActorError(.closed, "the actor system is closed; open it again"))
        case .refused, .wait:
            let waiting = "\(kind.mailbox.capacity) messages wait for \(address)"
            throw lost(letter, ActorError(.mailboxFull, waiting + "; send slower, or give it more room"))
        }
    }

    /// The same for several. Where there is no more room, the next of them waits for it, or whatever the policy says.
    func accept(all letters: [LetterFor<B>]) async throws(ActorError) {
        var rest = letters[...]
        while let first = rest.first {
            let (count, mustRun) = mailbox.withLock { $0.accept(all: rest) }
            if mustRun { launch() }
            rest = rest.dropFirst(count)
            if count > 0 { continue }
            try await accept(first)
            rest = rest.dropFirst()
        }
    }

    private func lost(_ letter: LetterFor<B>, _ error: ActorError) -> ActorError {
        core.deadLetters.add(letter.asDeadLetter(error))
        return error
    }

    /// Waits for room.
    private func park(_ letter: LetterFor<B>, _ limit: Duration) async -> Mailbox<B>.Entry {
        let place = Parked(letter)
        return await withUnsafeContinuation { continuation in
            place.begin(continuation)
            let entry = mailbox.withLock { $0.park(place) }
            if let entry { return place.end(entry) }
            core.deadlines.add(place, after: limit)
        }
    }

    /// Nobody will handle it; whoever waits for the answer is told.
    func bury(_ letter: LetterFor<B>, _ error: ActorError) {
        core.deadLetters.add(letter.asDeadLetter(error))
        letter.fail(error)
    }

    override func run() async -> AnyCell? { await handleAll() }

    override var restingSince: Duration? { mailbox.withLock { $0.isRunning ? nil : $0.restsSince } }

    override func passivate() -> Bool {
        mailbox.withLock { mailbox in
            guard !mailbox.isRunning, kind.isStored else { return false }
            // Nobody holds the cell, and nobody can begin to while this lock is held.
            state = nil
            mailbox.restsSince = nil
            return true
        }
    }

    override func clear() { (state, armed) = (nil, [:]) }

    override func close() {
        for place in mailbox.withLock({ $0.close() }) { place.end(.closed) }
    }
}
