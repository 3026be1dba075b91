/// How an actor system is run.
public struct ActorOptions: Sendable {
    /// So many stored actors may be active; for each that comes beyond, one that rests is taken out of memory.
    public var mostActive = 10_000
    /// Stored actors that have handled nothing for so long are taken out of memory.
    public var idleAfter: Duration = .seconds(60)
    /// The time that actors live by.
    public var clock: any ActorClock = SystemActorClock()
    /// Where random numbers come from; nil for the system's source. With a seed, equal systems draw equal numbers.
    public var seed: UInt64?

    /// The defaults.
    public init() {}

    /// How long an ask waits, unless it says otherwise.
    public static let usualPatience: Duration = .seconds(5)

    func check() throws(ActorError) {
        guard mostActive >= 1, idleAfter > .zero else {
            throw ActorError(.invalidOption, "at least one actor is active, and rests for more than no time")
        }
    }
}
