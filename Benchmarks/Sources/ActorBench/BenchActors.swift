import CairnActors

/// Counts, in memory alone.
struct Tally: Behavior {
    struct State: Codable, Sendable, EmptyStart { var count = 0 }
    struct Add: Message { var amount: Int }
    struct Total: Request { typealias Reply = Int }
    static var durability: ActorDurability { .volatile }
    static var mailbox: MailboxPolicy { MailboxPolicy(capacity: 16_384, overflow: .park(atMost: .seconds(60))) }
    static var body: BehaviorBody<State> {
        On(Add.self) { state, message, _ in state.count += message.amount }
        On(Total.self) { state, _, _ in .reply(state.count) }
    }
}

/// Sends a ball back and forth.
struct Player: Behavior {
    struct State: Codable, Sendable, EmptyStart { var seen = 0 }
    struct Ball: Message { var left: Int }
    struct Seen: Request { typealias Reply = Int }
    static var durability: ActorDurability { .volatile }
    static var body: BehaviorBody<State> {
        On(Ball.self) { state, ball, context in
            state.seen += 1
            guard ball.left > 0 else { return }
            let other = context.address.id == "ping" ? "pong" : "ping"
            context.send(Ball(left: ball.left - 1), to: try context.actor(Player.self, other))
        }
        On(Seen.self) { state, _, _ in .reply(state.seen) }
    }
}

/// An account whose every change is a line that was synced.
struct Account: Behavior {
    struct State: Codable, Sendable, EmptyStart { var balance = 0 }
    struct Deposit: Request {
        typealias Reply = Int
        var amount: Int
    }
    static var body: BehaviorBody<State> {
        On(Deposit.self) { state, deposit, _ in
            state.balance += deposit.amount
            return .reply(state.balance)
        }
    }
}
