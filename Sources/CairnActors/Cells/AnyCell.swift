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

    /// When it was last at work, by the system's clock; nil while it has nothing in memory or is at work.
    var restingSince: Duration? { nil }

    /// Takes it out of memory if it rests. False where it does not, or must stay.
    func passivate() -> Bool { false }

    /// The system ends: what waits is handled, and nothing is taken any more.
    func close() {}

    /// The system has ended, and nobody holds the cell: what it waits for is forgotten.
    func clear() {}
}
