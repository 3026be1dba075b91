internal import Cairn

/// What a system keeps of a behaviour: its handlers, put together once.
final class BehaviorKind<B: Behavior>: Sendable {
    let name = B.name
    let table = HandlerTable<B.State>(B.body)
    let mailbox = B.mailbox
    /// Whether its actors have chains.
    let isStored = B.durability != .volatile
    /// When a line counts.
    let durability: Durability

    init() throws(ActorError) {
        guard mailbox.capacity >= 1 else {
            throw ActorError(.invalidOption, "the mailbox of \(B.name) has room for nothing; its capacity is 1 or more")
        }
        switch B.durability {
        case .durable: durability = .synced
        case .volatile: durability = .volatile
        case .buffered(let within):
            let milliseconds = within.components.seconds.multipliedReportingOverflow(by: 1_000)
            let part = within.components.attoseconds / 1_000_000_000_000_000
            guard !milliseconds.overflow, let value = UInt32(exactly: milliseconds.partialValue &+ part), value >= 1
            else {
                throw ActorError(
                    .invalidOption, "\(B.name) is buffered for \(within); between 1 ms and 49 days are possible")
            }
            durability = .buffered(withinMilliseconds: value)
        }
    }
}
