public import FoundationEssentials

/// The time that an actor system lives by.
public protocol ActorClock: Sendable {
    /// What handlers are told, and what stands in chains.
    var now: Date { get }
    /// How long this clock has been going; never goes back.
    var elapsed: Duration { get }
    /// Returns when so much has elapsed, or when the task is cancelled.
    func sleep(until elapsed: Duration) async
}

/// The system's.
public struct SystemActorClock: ActorClock {
    private let start = ContinuousClock.now

    /// Begins now.
    public init() {}

    /// The time of day.
    public var now: Date { Date() }

    /// Since it was made.
    public var elapsed: Duration { ContinuousClock.now - start }

    /// Sleeps, also through a change of the time of day.
    public func sleep(until elapsed: Duration) async {
        try? await Task.sleep(until: start + elapsed, clock: ContinuousClock())
    }
}
