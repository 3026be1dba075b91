internal import Cairn
internal import Synchronization

extension Cell {
    /// After so many rounds others get their turn on this thread.
    private static var roundsAtOnce: Int { 16 }

    func handleAll() async -> AnyCell? {
        var rounds = 0
        while true {
            let (letters, arrived) = mailbox.withLock { $0.take() }
            for place in arrived { place.end(.taken(mustRun: false)) }
            for letter in letters {
                if !letter.deliver() { await process(letter) }
                if isStopping || staged.count >= Self.mostStaged || !outbox.isEmpty { await settle() }
            }
            if !staged.isEmpty { await settle() }
            let next = woken
            woken = nil
            if letGo() { return next }
            next?.launch()
            rounds += 1
            if rounds % Self.roundsAtOnce == 0 { await Task.yield() }
        }
    }

    /// Lets go of the cell, unless something has come.
    private func letGo() -> Bool {
        let now = kind.isStored ? core.clock.elapsed : .zero
        let isActive = state != nil
        return mailbox.withLock { $0.letGo(now, isActive: isActive) }
    }

    /// Handles a request on its sender's thread: where nobody holds the cell and the actor is volatile, two changes of
    /// thread are saved. False where it has to go through the mailbox.
    func handleAtOnce(_ letter: LetterFor<B>) -> Bool {
        guard !kind.isStored, mailbox.withLock({ $0.takeCell() }) else { return false }
        // What keeps it from being activated is found, and told, by a run.
        if state == nil { try? activate() }
        let isHandled = letter.deliver()
        // What it sent, and what came meanwhile, is left to a run.
        if isStopping || !outbox.isEmpty || !letGo() { launch() }
        return isHandled
    }

    /// What cannot be done at once: the actor is activated, or its handler waits for others.
    private func process(_ letter: LetterFor<B>) async {
        if state == nil {
            await settle()
            do { try activate() } catch let error as ActorError { return bury(letter, error) } catch {
                return bury(
                    letter, ActorError(.store, "\(address) cannot be activated; the cause says why", cause: error))
            }
            if letter.deliver() { return }
        }
        // What came before must not wait for what this one waits for.
        await settle()
        wakeOthers()
        if state != nil { return await letter.deliverAndWait() }
        bury(letter, ActorError(.store, "what \(address) did before this could not be stored; send again"))
    }

    /// Who was woken must not wait while this cell waits for something: it might be what is waited for.
    private func wakeOthers() {
        woken?.launch()
        woken = nil
    }

    /// Sends what may be sent now.
    private func post(_ letters: [Letter]) async {
        for letter in letters {
            wakeOthers()
            woken = await letter.post()
        }
    }

    /// Writes what is staged, and then lets it be seen: the output gate.
    func settle() async {
        wakeOthers()
        if !staged.isEmpty {
            let batch = staged
            staged = []
            if let failure = await commit(batch) {
                // What is in memory was built upon what is not in the store.
                leave()
                for item in batch { item.letter?.fail(failure) }
            } else {
                settleTimers()
                for item in batch {
                    if let failure = item.failure { item.letter?.fail(failure) } else { item.letter?.release() }
                    await post(item.sends)
                }
            }
        }
        if !outbox.isEmpty {
            let letters = outbox
            outbox = []
            await post(letters)
        }
        if isStopping { leave() }
    }

    private func commit(_ batch: [Staged]) async -> ActorError? {
        guard let ledger = core.ledger else { return Self.needsStore(address) }
        let first = number - batch.count + 1
        let isDue = movesTimers || first == 1 || (first - 1) / ActorEntry.every != number / ActorEntry.every
        let entry =
            isDue ? ActorEntry(id: address.description, behavior: kind.name, last: number, due: timers.due) : nil
        return await ledger.commit(batch.map(\.line), entry, kind.durability)
    }

    static func needsStore(_ address: ActorAddress) -> ActorError {
        ActorError(.store, "\(address) keeps its state in a store, and this system has none; open it with one")
    }

    private func leave() {
        isStopping = false
        movesTimers = false
        state = nil
        core.directory.left(self)
    }
}
