internal import Cairn

/// What came of replaying a chain.
public struct ReplayReport: Sendable {
    /// Lines that were handled again, and came to the same.
    public var replayed: Int
    /// Lines of `async` handlers, which were taken as they are.
    public var taken: Int
    /// The first line that came to something else; nil where none did.
    public var firstDifference: ReplayDifference?
}

extension ActorSystem {
    /// Handles an actor's recorded messages again, from its birth on, and says whether everything came to the same.
    /// The actor itself goes on meanwhile and notices nothing.
    ///
    /// With other handlers than those that wrote the chain, it tells from where on things would have gone another way.
    ///
    /// - Parameter last: The line to stop behind; nil for the newest.
    /// - Errors: as ``ChainReplay/take(_:)``; `.store`.
    /// - Complexity: one read and one handling for each line; memory for one.
    public func replay<B: Behavior>(
        _ type: B.Type, _ id: String, through last: Int? = nil
    ) throws(ActorError) -> ReplayReport {
        var replay = try ChainReplay(type, id)
        let actor = try ActorAddress(behavior: B.name, id: id)
        var number = 1
        while number <= last ?? .max, let line = try line(number, of: actor) {
            if let difference = try replay.take(line) {
                return ReplayReport(replayed: replay.replayed, taken: replay.taken, firstDifference: difference)
            }
            number += 1
        }
        return ReplayReport(replayed: replay.replayed, taken: replay.taken, firstDifference: nil)
    }

    /// For tests: an actor's chain is whole, and its handlers come to the same again.
    ///
    /// - Errors: `.diverged` with both lines; as ``replay(_:_:through:)``.
    public func assertReplays<B: Behavior>(_ type: B.Type, _ id: String) throws(ActorError) {
        guard let difference = try replay(type, id).firstDifference else { return }
        throw ActorError(
            .diverged, "\(B.name)/\(id) does not replay; take time and chance from its context\n\(difference)")
    }

    /// An actor's state as it was behind a line; nil where there is no such line.
    ///
    /// - Errors: `.undecodable`, `.store`.
    public func state<B: Behavior>(of type: B.Type, _ id: String, asOf number: Int) throws(ActorError) -> B.State? {
        let actor = try ActorAddress(behavior: B.name, id: id)
        guard number >= 1, let line = try line(number, of: actor) else { return nil }
        do throws(StateError) { return try line.decode(Transition.self).state.decode(B.State.self) } catch {
            throw ActorError(
                .undecodable, "line \(number) of \(actor) has no state as \(B.name) knows it", cause: error)
        }
    }
}
