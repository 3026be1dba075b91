/// An actor's place in memory, of whatever kind.
// unsafe: subclasses say how they keep to it
class AnyCell: @unchecked Sendable {
    let address: ActorAddress
    let core: SystemCore
    /// Where it stands in the list of those that are active; the list's.
    var place: Int?

    init(_ address: ActorAddress, _ core: SystemCore) {
        self.address = address
        self.core = core
    }

    deinit { core.directory.forget(address) }

    /// Handles what has come until nothing is left. Whoever calls it holds the cell. Gives another one that the caller
    /// holds now, and has to run.
    func run() async -> AnyCell? { nil }

    /// Runs the cell, which the caller holds, on some thread. Whom it wakes last goes on there: a task for each message
    /// that is passed on would cost more than handling it.
    final func launch() {
        core.launch {
            var next: AnyCell? = self
            var runs = 0
            while let cell = next {
                next = await cell.run()
                runs += 1
                if runs % Self.runsAtOnce == 0 { await Task.yield() }
            }
        }
    }

    /// After so many cells others get their turn on this thread.
    private static let runsAtOnce = 64

    /// When it was last at work, by the system's clock; nil while it has nothing in memory or is at work.
    var restingSince: Duration? { nil }

    /// Takes it out of memory if it rests. False where it does not, or must stay.
    func passivate() -> Bool { false }

    /// The system ends: what waits is handled, and nothing is taken any more.
    func close() {}

    /// The system has ended, and nobody holds the cell: what it waits for is forgotten.
    func clear() {}
}
