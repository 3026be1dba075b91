internal import Synchronization

extension AnyCell {
    /// Puts a letter into the mailbox and sees to it that it is taken.
    ///
    /// - Errors: `.mailboxFull`, `.closed`; the letter is a dead letter then.
    func accept(_ letter: Letter, patience: Duration? = nil) async throws(ActorError) {
        if try await take(letter, patience: patience) { launch() }
    }

    /// The same. True where the cell is the caller's now, who must have it run.
    func take(_ letter: Letter, patience: Duration? = nil) async throws(ActorError) -> Bool {
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
            let waiting = "\(traits.mailbox.capacity) messages wait for \(address)"
            throw lost(letter, ActorError(.mailboxFull, waiting + "; send slower, or give it more room"))
        }
    }

    /// The same for several. Where there is no more room, the next of them waits for it, or whatever the policy says.
    func accept(all letters: [Letter]) async throws(ActorError) {
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

    private func lost(_ letter: Letter, _ error: ActorError) -> ActorError {
        core.deadLetters.add(letter.asDeadLetter(error))
        return error
    }

    /// Waits for room.
    private func park(_ letter: Letter, _ limit: Duration) async -> Mailbox.Entry {
        let place = Parked(letter)
        return await withUnsafeContinuation { continuation in
            place.begin(continuation)
            let entry = mailbox.withLock { $0.park(place) }
            if let entry { return place.end(entry) }
            core.deadlines.add(place, after: limit)
        }
    }

    /// Nobody will handle it; whoever waits for the answer is told.
    func bury(_ letter: Letter, _ error: ActorError) {
        core.deadLetters.add(letter.asDeadLetter(error))
        letter.fail(error)
    }
}
