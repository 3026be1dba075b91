/// How many messages may wait for an actor, and what happens to those beyond.
public struct MailboxPolicy: Sendable, Hashable {
    /// What is done when there is no room.
    public enum Overflow: Sendable, Hashable {
        /// The sender waits for room, at most so long; then the message is a dead letter.
        case park(atMost: Duration)
        /// The sender is told `.mailboxFull`, and the message is a dead letter.
        case fail
        /// The oldest that waits becomes a dead letter. Its asker, if it has one, is told `.dropped`.
        case dropOldest
    }

    /// How many may wait, besides those that are being handled.
    public var capacity: Int
    /// What is done when there is no room.
    public var overflow: Overflow

    /// So many may wait, and this happens to those beyond.
    public init(capacity: Int, overflow: Overflow) {
        self.capacity = capacity
        self.overflow = overflow
    }

    /// As many as a burst brings, and little enough that a million slow actors do not fill the memory; senders wait as
    /// long as an ask does by default.
    public static let usual = MailboxPolicy(capacity: 1_024, overflow: .park(atMost: .seconds(5)))
}
