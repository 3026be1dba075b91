public import Cairn

extension ActorSystem {
    /// The most lines that are read at a time.
    public static let mostLines = 65_536
    /// So many lines of an import are written in one transaction: others get their turn between.
    static let linesAtOnce = 1_024

    private func chain() throws(ActorError) -> ChainReading {
        guard let chain = core.chain else {
            throw ActorError(.store, "this system has no store, and so no chains; open it with one")
        }
        return chain
    }

    /// What happened to an actor: the lines of its chain from a number on, which is among them.
    ///
    /// - Errors: `.invalidOption` for a limit above ``mostLines``; `.undecodable`, `.store`.
    /// - Complexity: one read for each line.
    public func history(
        of actor: ActorAddress, from number: Int = 1, limit: Int = 1_000
    ) throws(ActorError) -> [Transition] {
        guard number >= 1, limit >= 1, limit <= Self.mostLines, number <= .max - limit else {
            throw ActorError(.invalidOption, "lines are read from 1 on, 1 to \(Self.mostLines) at a time")
        }
        var transitions: [Transition] = []
        for number in number..<(number + limit) {
            guard let line = try line(number, of: actor) else { break }
            do throws(StateError) { transitions.append(try line.decode(Transition.self)) } catch {
                throw ActorError(.undecodable, "line \(number) of \(actor) is no line of a chain", cause: error)
            }
        }
        return transitions
    }

    /// An actor's state as it is in the store; nil where it has no chain.
    ///
    /// - Errors: `.chainBroken`, `.undecodable`, `.store`.
    public func state<B: Behavior>(of type: B.Type, _ id: String) throws(ActorError) -> B.State? {
        let actor = try ActorAddress(behavior: B.name, id: id)
        do {
            return try chain().head(of: actor)?.decode(Transition.self).state.decode(B.State.self)
        } catch let error as ActorError { throw error } catch {
            throw ActorError(.undecodable, "the state of \(actor) cannot be read as \(B.name) knows it", cause: error)
        }
    }

    /// Goes through an actor's whole chain and says whether it is what was written.
    ///
    /// With an anchor, a head that was kept outside of the store, also whether it is the chain that the anchor was
    /// taken of. Without one, whoever can write the store can make another chain that is as whole as this one.
    ///
    /// - Errors: `.store`, `.invalidOption` for another actor's anchor. What is wrong with the chain is none: it is in
    ///   the report.
    /// - Complexity: one read for each line; memory for one.
    public func verify(_ actor: ActorAddress, anchor: ChainHead? = nil) throws(ActorError) -> ChainReport {
        if let anchor, anchor.actor != actor {
            throw ActorError(.invalidOption, "the anchor is of \(anchor.actor), not of \(actor)")
        }
        let known = try entry(of: actor)?.last ?? 0
        let lines = Lines(system: self, actor: actor)
        let report = ChainVerifier.verify(lines, of: actor, anchor: anchor)
        if let failure = lines.failure { throw failure }
        guard report.isWhole else { return report }
        let end = report.head?.number ?? 0
        // Behind a gap there may be more, and the store may know that there was.
        var isGap = known > end
        for number in (end + 2)..<(end + 2 + ActorEntry.every) where !isGap {
            isGap = try line(number, of: actor) != nil
        }
        return isGap
            ? ChainReport(head: report.head, firstBreak: ChainBreak(number: end + 1, reason: .missing)) : report
    }

    /// The lines of an actor's chain, as they are in the store: to be kept elsewhere, verified by a ``ChainVerifier``
    /// on any machine, or taken into another store.
    ///
    /// - Errors: `.store`.
    public func exportChain(of actor: ActorAddress, _ body: (RawJSON) throws -> Void) throws {
        let lines = Lines(system: self, actor: actor)
        for line in lines { try body(line) }
        if let failure = lines.failure { throw failure }
    }

    /// Takes in a chain that was exported, after verifying all of it; the actor goes on from its last line.
    ///
    /// Where the actor lived before it must not go on: two homes make two chains of which each is whole.
    ///
    /// - Errors: `.chainBroken` with the place, and nothing was written; `.store` with `.exists` as its cause where
    ///   this store has lines of the actor.
    public func importChain(of actor: ActorAddress, _ lines: [RawJSON], anchor: ChainHead? = nil)
        async throws(ActorError)
    {
        guard let state else { throw ActorError(.store, "this system has no store; open it with one") }
        let report = ChainVerifier.verify(lines, of: actor, anchor: anchor)
        guard report.isWhole, let head = report.head else {
            let what = report.firstBreak.map(\.description) ?? "there is no line"
            throw ActorError(.chainBroken, "the chain of \(actor) was not taken in: \(what)")
        }
        do {
            let due = try lines.last?.decode(Transition.self).timers?.map(\.due).min()
            // The entry comes with the last lines: before, the store knows nothing of the actor. What a crash leaves
            // is in the way of nobody but another import, which finds its own lines and goes on behind them.
            for start in stride(from: 0, to: lines.count, by: Self.linesAtOnce) {
                let part = lines[start..<min(start + Self.linesAtOnce, lines.count)]
                try await state.transaction { transaction in
                    for (place, text) in zip(part.indices, part) {
                        let line = ActorLine(id: ActorLine.id(actor, place + 1), text: text)
                        if try transaction.get(ActorEntry.self, actor.description) == nil,
                            try transaction.get(ActorLine.self, line.id)?.text == text
                        {
                            continue
                        }
                        try transaction.create(line)
                    }
                    guard part.endIndex == lines.count else { return }
                    try transaction.create(
                        ActorEntry(id: actor.description, behavior: actor.behavior, last: head.number, due: due))
                }
            }
        } catch { throw ActorError(.store, "the store did not take the chain of \(actor)", cause: error) }
    }

    func line(_ number: Int, of actor: ActorAddress) throws(ActorError) -> RawJSON? {
        let chain = try chain()
        do throws(StateError) { return try chain.line(number, of: actor) } catch {
            throw ActorError(.store, "line \(number) of \(actor) cannot be read; the cause says why", cause: error)
        }
    }

    private func entry(of actor: ActorAddress) throws(ActorError) -> ActorEntry? {
        let chain = try chain()
        do throws(StateError) { return try chain.state.get(ActorEntry.self, actor.description) } catch {
            throw ActorError(.store, "what is known of \(actor) cannot be read; the cause says why", cause: error)
        }
    }

    /// The lines of a chain, read one at a time, up to the first that is not there.
    private final class Lines: Sequence, IteratorProtocol {
        let system: ActorSystem
        let actor: ActorAddress
        private var number = 0
        private(set) var failure: ActorError?

        init(system: ActorSystem, actor: ActorAddress) {
            self.system = system
            self.actor = actor
        }

        func next() -> RawJSON? {
            number += 1
            do throws(ActorError) { return try system.line(number, of: actor) } catch {
                failure = error
                return nil
            }
        }
    }
}
