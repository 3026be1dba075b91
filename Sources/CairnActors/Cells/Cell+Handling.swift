internal import Cairn
internal import FoundationEssentials

extension Cell {
    typealias Work<P, Reply> = (inout B.State, P, inout ActorContext) throws -> Reply
    typealias WaitingWork<P, Reply> = (inout B.State, P, inout ActorContext) async throws -> Reply

    /// Lets a handler work on a copy of the state: what it throws undoes everything.
    func handle<P: Payload, Reply>(_ letter: Told<B, P, Reply>, _ name: String, _ work: Work<P, Reply>) {
        guard var next = state else { return }
        var context = context()
        let reply: Reply
        do { reply = try work(&next, letter.payload, &context) } catch {
            return failed(letter, name, context, thrown(error, name))
        }
        conclude(letter, name, next, context, reply)
    }

    /// The same, for a handler that waits for others.
    func handleAndWait<P: Payload, Reply>(
        _ letter: Told<B, P, Reply>, _ name: String, _ work: WaitingWork<P, Reply>
    ) async {
        guard var next = state else { return }
        var context = context()
        let reply: Reply
        do { reply = try await work(&next, letter.payload, &context) } catch {
            return failed(letter, name, context, thrown(error, name))
        }
        conclude(letter, name, next, context, reply)
    }

    /// Nobody handles this in the mode that the actor is in.
    func refuse(_ letter: LetterFor<B>) {
        bury(
            letter,
            ActorError(.unhandled, "\(address) has no handler of \(letter.type) in its mode \(mode); nothing changed"))
    }

    func context() -> ActorContext {
        let time = kind.isStored ? recorded?.line.at ?? core.clock.now : nil
        var context = ActorContext(self, number: number + 1, now: time, mode: mode)
        context.recordedSeed = recorded?.line.chance.flatMap { UInt64($0, radix: 16) }
        return context
    }

    private func thrown(_ error: any Error, _ name: String) -> ActorError {
        ActorError(
            .handlerFailed, "\(address) failed at a \(name), and nothing changed; the cause says why", cause: error)
    }

    /// Takes over what a handler came to, if it can be written down.
    private func conclude<P: Payload, Reply>(
        _ letter: Told<B, P, Reply>, _ name: String, _ next: B.State, _ context: ActorContext, _ reply: Reply
    ) {
        let timers: ActorTimers
        do throws(ActorError) {
            try check(context.nextMode)
            timers = try self.timers(behind: letter, context)
            if kind.isStored { try stage(letter, name, next, context, reply, timers) }
        } catch { return failed(letter, name, context, error) }
        letter.keep(reply)
        move(to: timers)
        state = next
        number += 1
        enter(context.nextMode)
        if context.isStopping { isStopping = true }
        guard !kind.isStored else { return }
        letter.release()
        settleTimers()
        if !context.sends.isEmpty { outbox += addressed(context.sends) }
    }

    private func enter(_ next: Mode) {
        guard next != mode else { return }
        mode = next
        handlers = kind.table.handlers(in: next)
    }

    func check(_ mode: Mode) throws(ActorError) {
        guard mode != self.mode, !kind.table.has(mode) else { return }
        throw ActorError(.unknownMode, "\(kind.name) has no mode \(mode); declare it with `When`")
    }

    private func stage<P: Payload, Reply>(
        _ letter: Told<B, P, Reply>, _ name: String, _ next: B.State, _ context: ActorContext, _ reply: Reply,
        _ timers: ActorTimers
    ) throws(ActorError) {
        var draft = draft(context, try PayloadText.write(letter.payload, as: name), try text(next))
        (draft.cause, draft.timer) = (letter.cause, letter.timer)
        draft.timers = timers.list.isEmpty ? nil : timers.list
        if Reply.self != NoReply.self { draft.reply = try PayloadText.write(reply: reply) }
        try stage(draft, letter, context)
    }

    private func failed<P: Payload, Reply>(
        _ letter: Told<B, P, Reply>, _ name: String, _ context: ActorContext, _ failure: ActorError
    ) {
        do throws(ActorError) {
            failed(letter, try PayloadText.write(letter.payload, as: name), context, failure)
        } catch {
            // What cannot be written as JSON cannot be in a chain either.
            bury(letter, failure)
        }
    }

    /// Nothing changes but the chain; and a timer that was due is not due again.
    func failed(_ letter: LetterFor<B>, _ message: RawJSON, _ context: ActorContext, _ failure: ActorError) {
        var timers = timers
        if let name = letter.timer { timers.remove(name) }
        guard kind.isStored, let state else {
            move(to: timers)
            settleTimers()
            return letter.fail(failure)
        }
        var context = context
        context.nextMode = mode
        context.sends = []
        do throws(ActorError) {
            var draft = draft(context, message, try text(state))
            (draft.cause, draft.timer) = (letter.cause, letter.timer)
            draft.timers = timers.list.isEmpty ? nil : timers.list
            draft.failure = Transition.Failure(
                code: failure.code.description, message: failure.cause.map { "\($0)" } ?? failure.message)
            try stage(draft, letter, context, failure)
            number += 1
            move(to: timers)
        } catch { bury(letter, failure) }
    }

    /// Takes over what the timers are; they are waited for when the line counts.
    private func move(to next: ActorTimers) {
        guard next.list != timers.list else { return }
        timers = next
        movesTimers = true
    }

    /// What the timers are counts now.
    func settleTimers() {
        guard movesTimers else { return }
        movesTimers = false
        arm()
    }

    func draft(_ context: ActorContext, _ message: RawJSON, _ state: RawJSON) -> TransitionDraft {
        TransitionDraft(
            id: ActorLine.id(address, context.number), actor: address, number: context.number, previous: hash,
            at: context.now, version: recorded?.line.version ?? B.version, message: message, state: state,
            mode: context.nextMode == .normal ? nil : context.nextMode,
            chance: context.chance.map { String($0.seed, radix: 16) })
    }

    func text(_ state: B.State) throws(ActorError) -> RawJSON {
        let text: RawJSON
        do { text = try RawJSON(encoding: state) } catch {
            throw ActorError(.invalidMessage, "the state of \(address) cannot be written as JSON", cause: error)
        }
        guard text.bytes.count <= Self.mostStateBytes else {
            throw ActorError(
                .tooLarge, "a state has at most \(Self.mostStateBytes) bytes; divide it between several actors")
        }
        return text
    }

    /// Seals a line; nothing of the cell but the hash has changed, and nothing at all where this throws.
    func stage(
        _ draft: TransitionDraft, _ letter: LetterFor<B>?, _ context: ActorContext, _ failure: ActorError? = nil
    ) throws(ActorError) {
        var draft = draft
        if !context.sends.isEmpty {
            var sends: [Transition.Send] = []
            for letter in context.sends {
                sends.append(Transition.Send(to: letter.receiver.address, message: try letter.text()))
            }
            draft.sends = sends
        }
        let sealed = try ChainHash.seal(draft)
        staged.append(
            Staged(line: sealed.line, letter: letter, failure: failure, sends: addressed(context.sends, draft.number)))
        hash = sealed.hash
    }

    private func addressed(_ letters: [Letter], _ number: Int? = nil) -> [Letter] {
        for letter in letters { letter.cause = Transition.Cause(actor: address, number: number ?? self.number) }
        return letters
    }
}
