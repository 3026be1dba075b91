internal import Cairn
internal import Synchronization

/// A message on its way, with whoever waits for the answer.
// unsafe: it is touched by its sender before it is posted, then by the run that holds its cell; what both may touch is
// behind a lock
class Letter: @unchecked Sendable {
    /// The transition that sent it; nil where it came from outside.
    var cause: Transition.Cause?

    var receiver: AnyCell { preconditionFailure("a letter is told or asked") }
    var type: String { "" }

    /// The message as JSON.
    func text() throws(ActorError) -> RawJSON { .null }

    /// Puts it into its receiver's mailbox; waits for room there as the policy says. Where it does not come there, it
    /// is a dead letter, and whoever waits for the answer is told. Gives the cell where the caller holds it now, and
    /// has to run it.
    func post() async -> AnyCell? { nil }

    /// Its transition counts: the answer, if somebody waits for one, may be told.
    func release() {}

    /// There will be no answer.
    func fail(_ error: ActorError) {}

    final var asDeadLetter: (ActorError) -> DeadLetter {
        { DeadLetter(receiver: self.receiver.address, type: self.type, message: try? self.text(), reason: $0) }
    }
}

/// A message for an actor of a kind that is known.
// unsafe: as all letters
class LetterFor<B: Behavior>: Letter, @unchecked Sendable {
    let cell: Cell<B>
    /// The timer that it comes from.
    var timer: String?

    init(_ cell: Cell<B>) { self.cell = cell }

    override final var receiver: AnyCell { cell }

    override final func post() async -> AnyCell? {
        do throws(ActorError) { return try await cell.take(self) ? cell : nil } catch {
            fail(error)
            return nil
        }
    }

    /// Has it handled, by a run that holds the cell. False where that cannot be done at once: the actor is not active,
    /// or the handler waits for others.
    func deliver() -> Bool { true }

    /// The same, by a handler that waits for others.
    func deliverAndWait() async {}
}

/// A message or request of one type, whose sender goes on.
// unsafe: as all letters
class Told<B: Behavior, P: Payload, Reply: Codable & Sendable>: LetterFor<B>, @unchecked Sendable {
    let payload: P

    init(_ payload: P, for cell: Cell<B>) {
        self.payload = payload
        super.init(cell)
    }

    override final var type: String { P.type }

    override final func text() throws(ActorError) -> RawJSON { try PayloadText.write(payload) }

    private final func handler() -> TypedHandler<B.State, P, Reply>? {
        let type = ObjectIdentifier(P.self)
        for handler in cell.handlers where handler.type == type {
            // unsafe: `On` makes the handlers of these messages, and says by their type what they are answered with
            return unsafeDowncast(handler, to: TypedHandler<B.State, P, Reply>.self)
        }
        cell.refuse(self)
        return nil
    }

    override final func deliver() -> Bool {
        guard cell.state != nil else { return false }
        guard let handler = handler() else { return true }
        guard case .now(let work) = handler.work else { return false }
        cell.handle(self, handler.name, work)
        return true
    }

    override final func deliverAndWait() async {
        guard let handler = handler(), case .later(let work) = handler.work else { return }
        await cell.handleAndWait(self, handler.name, work)
    }

    /// Keeps the reply until the transition counts.
    func keep(_ reply: Reply) {}
}

/// A request whose sender waits.
// unsafe: as all letters
final class Asked<B: Behavior, R: Request>: Told<B, R, R.Reply>, Expiring, @unchecked Sendable {
    private enum Slot {
        case open
        case waiting(UnsafeContinuation<Result<R.Reply, ActorError>, Never>)
        case answered(Result<R.Reply, ActorError>)
        case over
    }
    private let slot = Mutex(Slot.open)
    private var kept: R.Reply?

    override func keep(_ reply: R.Reply) { kept = reply }

    override func release() { if let kept { finish(.success(kept)) } }

    override func fail(_ error: ActorError) { finish(.failure(error)) }

    var isOver: Bool { slot.withLock { if case .over = $0 { true } else { false } } }

    func expire() {
        fail(ActorError(.timedOut, "\(receiver.address) did not answer a \(type) in time; it may still handle it"))
    }

    /// The answer, if it is there already.
    func takeAnswer() -> Result<R.Reply, ActorError>? {
        slot.withLock { slot in
            guard case .answered(let result) = slot else { return nil }
            slot = .over
            return result
        }
    }

    /// The answer. Called once.
    func answer() async -> Result<R.Reply, ActorError> {
        await withUnsafeContinuation { continuation in
            let result = slot.withLock { slot -> Result<R.Reply, ActorError>? in
                guard case .answered(let result) = slot else {
                    slot = .waiting(continuation)
                    return nil
                }
                slot = .over
                return result
            }
            if let result { continuation.resume(returning: result) }
        }
    }

    /// The first to come counts.
    private func finish(_ result: Result<R.Reply, ActorError>) {
        let waiter = slot.withLock { slot -> UnsafeContinuation<Result<R.Reply, ActorError>, Never>? in
            switch slot {
            case .open:
                slot = .answered(result)
                return nil
            case .waiting(let continuation):
                slot = .over
                return continuation
            case .answered, .over: return nil
            }
        }
        waiter?.resume(returning: result)
    }
}
