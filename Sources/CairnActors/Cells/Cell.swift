internal import Cairn

/// An actor's place in memory, with its state while it is active.
// unsafe: what it adds to any cell belongs to the run that holds it
final class Cell<B: Behavior>: AnyCell, @unchecked Sendable {
    /// A state larger than this is refused: it would be written with each transition.
    static var mostStateBytes: Int { 4 << 20 }

    let kind: BehaviorKind<B>
    /// nil while it is not active; then the rest means nothing.
    var state: B.State?
    var hash: String?
    var mode = Mode.normal
    /// Those of the mode.
    var handlers: [Handler<B.State>] = []
    /// Those that are waited for. They are also while the actor is not in memory.
    var armed: [String: ArmedTimer<B>] = [:]
    /// The line that is being handled again; nil for an actor that lives.
    var recorded: RecordedLine?

    init(_ address: ActorAddress, _ core: SystemCore, _ kind: BehaviorKind<B>) {
        self.kind = kind
        super.init(address, core, kind.traits)
    }

    override var isActive: Bool { state != nil }

    override func activate() throws { try revive() }

    override func forget() {
        movesTimers = false
        state = nil
    }

    override func settleTimers() {
        guard movesTimers else { return }
        movesTimers = false
        arm()
    }

    override func clear() {
        (state, armed, staged, recorded) = (nil, [:], [], nil)
        (outbox, woken) = ([], nil)
    }
}
