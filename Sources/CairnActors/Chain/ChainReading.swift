internal import Cairn
internal import FoundationEssentials

/// Chains as they stand in a store.
struct ChainReading: Sendable {
    let state: StateManager

    /// The last line of an actor's chain; nil where it has none.
    ///
    /// - Complexity: a dozen look-ups at most.
    func head(of actor: ActorAddress) throws -> RawJSON? {
        guard let entry = try state.get(ActorEntry.self, actor.description) else { return nil }
        guard var last = try line(entry.last, of: actor) else {
            throw ActorError(
                .chainBroken, "the chain of \(actor) should have line \(entry.last) and ends before; restore the store")
        }
        var known = entry.last
        // Lines have no gaps, so the end is where a line is and the next is not: doubling steps, then halving them.
        var step = 1
        while known <= .max - step, let found = try line(known + step, of: actor) {
            (known, last) = (known + step, found)
            step *= 2
        }
        while step > 1 {
            step /= 2
            guard known <= .max - step, let found = try line(known + step, of: actor) else { continue }
            (known, last) = (known + step, found)
        }
        return last
    }

    /// The addresses of those actors of a kind that have timers.
    func withTimers(_ behavior: String) throws(ActorError) -> [String] {
        do {
            let due = ActorEntry.where(\.due > Date.distantPast && \.behavior == behavior).sorted(by: \.due)
            return try state.query(due).map(\.id)
        } catch {
            throw ActorError(.store, "the timers of \(behavior) cannot be read; the cause says why", cause: error)
        }
    }

    func line(_ number: Int, of actor: ActorAddress) throws(StateError) -> RawJSON? {
        try state.get(ActorLine.self, ActorLine.id(actor, number))?.text
    }
}
