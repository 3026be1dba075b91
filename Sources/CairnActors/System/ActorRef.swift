/// An actor, by its address. It need not be in memory: the first message brings it there.
///
/// What one task sends through it, waiting for each call to return, is handled in that order.
public struct ActorRef<B: Behavior>: Sendable {
    let cell: Cell<B>

    /// Where it is found.
    public var address: ActorAddress { cell.address }

    /// Puts a message into the actor's mailbox.
    ///
    /// - Errors: `.mailboxFull` as the behaviour's ``MailboxPolicy`` says, `.closed`. What happens later, such as a
    ///   handler that fails, is not told here.
    public func tell<M: Message>(_ message: M) async throws(ActorError) {
        try await cell.accept(Told<B, M, NoReply>(message, for: cell))
    }

    /// The same with a request, whose reply nobody waits for.
    public func tell<R: Request>(_ request: R) async throws(ActorError) {
        try await cell.accept(Told<B, R, R.Reply>(request, for: cell))
    }

    /// Puts messages into the actor's mailbox, one behind the other, as far as there is room under one lock.
    ///
    /// - Errors: as for one; those before the one that found no room are in the mailbox.
    public func tell<M: Message>(all messages: some Sequence<M>) async throws(ActorError) {
        try await cell.accept(all: messages.map { Told<B, M, NoReply>($0, for: cell) })
    }

    /// Sends a request and waits for the reply. When it is there, the transition that it comes from is as durable as
    /// the actor.
    ///
    /// - Parameter limit: How long to wait for room and reply together no longer than twice this.
    /// - Errors: `.timedOut`, `.cancelled` (it may still be handled); `.handlerFailed`, `.unhandled`, `.unknownMode`,
    ///   `.mailboxFull`, `.dropped`, `.closed`, `.chainBroken`, `.undecodable` (nothing has changed); `.store` with a
    ///   cause that says whether something may have.
    public func ask<R: Request>(
        _ request: R, within limit: Duration = ActorOptions.usualPatience
    ) async throws(ActorError) -> R.Reply {
        let letter = Asked<B, R>(request, for: cell)
        if !cell.handleAtOnce(letter) { try await cell.accept(letter, patience: limit) }
        if let answer = letter.takeAnswer() { return try answer.get() }
        cell.core.deadlines.add(letter, after: limit)
        let answer = await withTaskCancellationHandler {
            await letter.answer()
        } onCancel: {
            letter.fail(ActorError(.cancelled, "the asking task was cancelled; the request may still be handled"))
        }
        return try answer.get()
    }

    /// Brings the actor into memory, and into being where it has no chain yet; returns when its first line counts.
    ///
    /// - Errors: as ``ask(_:within:)``.
    public func wake() async throws(ActorError) {
        let failure = await withUnsafeContinuation { waiter in
            let letter = Wake(cell, waiter)
            Task { await letter.post()?.launch() }
        }
        if let failure { throw failure }
    }
}
