public import Cairn

/// Actors whose state survives, over a store.
///
/// Open one for each store, and close it: then everything that was taken into a mailbox has been handled.
public final class ActorSystem: Sendable {
    let core: SystemCore
    /// The store that holds the chains; nil where all actors are volatile. Records of your own may be in it, too.
    public let state: StateManager?
    private let ownsState: Bool

    private init(_ state: StateManager?, ownsState: Bool, _ options: ActorOptions) throws(ActorError) {
        try options.check()
        self.state = state
        self.ownsState = ownsState
        core = SystemCore(state, options)
        core.beginSweeping()
    }

    /// Over a store that is open, which stays so when the system is closed. It must have been opened with
    /// ``ActorLine`` and ``ActorEntry`` among its records. Without a store all actors have to be volatile.
    ///
    /// - Errors: `.invalidOption`.
    public convenience init(_ state: StateManager? = nil, options: ActorOptions = ActorOptions()) throws(ActorError) {
        try self.init(state, ownsState: false, options)
    }

    /// Opens the store in the folder at `path`, creating it if there is none.
    ///
    /// - Errors: `.invalidOption`; `.store` with what opening the store said.
    public static func open(
        _ path: String, options: ActorOptions = ActorOptions()
    ) async throws(ActorError) -> ActorSystem {
        try options.check()
        let state: StateManager
        do throws(StateError) {
            state = try await StateManager.open(path, records: ActorLine.self, ActorEntry.self)
        } catch { throw ActorError(.store, "the store at \(path) cannot be opened; the cause says why", cause: error) }
        return try ActorSystem(state, ownsState: true, options)
    }

    /// The actor of this behaviour and name. It costs nothing until something is sent to it.
    ///
    /// - Errors: `.invalidAddress`; `.invalidOption` where two behaviours have one name, or the behaviour declares what
    ///   cannot be; `.closed`.
    public func actor<B: Behavior>(_ type: B.Type, _ id: String) throws(ActorError) -> ActorRef<B> {
        try core.actor(type, id)
    }

    /// The same, brought into being if it has no chain yet; returns when its first line counts.
    ///
    /// - Errors: as ``actor(_:_:)`` and ``ActorRef/wake()``.
    public func spawn<B: Behavior>(_ type: B.Type, id: String) async throws(ActorError) -> ActorRef<B> {
        let actor = try actor(type, id)
        try await actor.wake()
        return actor
    }

    /// Has actors of these behaviours live here, also those to whom nobody sends anything: those with timers are
    /// brought into memory, and told what was due while nobody hosted them. A behaviour that is not named here is
    /// hosted from the first time on that one of its actors is asked for.
    ///
    /// - Errors: `.invalidOption`, `.closed`, `.store`.
    public func host<each B: Behavior>(_ behaviors: repeat (each B).Type) throws(ActorError) {
        for behavior in repeat each behaviors { _ = try core.kind(behavior) }
    }

    /// The newest messages that nobody handled, from the oldest on; the newest 1,024 are kept.
    public var deadLetters: [DeadLetter] { core.deadLetters.kept }

    /// How many messages nobody handled so far.
    public var deadLetterCount: Int { core.deadLetters.count }

    /// How many actors are in memory with their state.
    public var activeCount: Int { core.directory.activeCount }

    /// Takes stored actors out of memory that have handled nothing for so long.
    public func passivate(restingFor time: Duration = .zero) {
        core.directory.passivate(restingSince: core.clock.elapsed - time)
    }

    /// Ends the system: nothing is taken any more, what was taken before is handled when this returns. Whoever waits
    /// for room is told `.closed`, and what actors send meanwhile becomes dead letters. The store is closed if the
    /// system opened it.
    ///
    /// - Errors: `.store` with what closing the store said.
    public func close() async throws(ActorError) {
        await core.close()
        guard ownsState, let state else { return }
        do throws(StateError) { try await state.close() } catch {
            throw ActorError(.store, "the store could not be closed in order; the cause says why", cause: error)
        }
    }
}

/// Opens an actor system, lets `body` work with it, and closes it, whatever comes of it.
public func withActorSystem<Result>(
    store path: String, options: ActorOptions = ActorOptions(), _ body: (ActorSystem) async throws -> Result
) async throws -> Result {
    let system = try await ActorSystem.open(path, options: options)
    let result: Result
    do { result = try await body(system) } catch {
        // What went wrong first is what the caller should hear of.
        try? await system.close()
        throw error
    }
    try await system.close()
    return result
}
