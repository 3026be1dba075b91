// The use that Docs/Actors.md shows, as a program: what it prints is what a reader gets.
//
//     swift run ActorsTour

// tour: begin
import CairnActors

struct Counter: Behavior {
    struct State: Codable, Sendable, EmptyStart { var count = 0 }

    // What it is asked. The reply's type follows from the request.
    struct Increment: Request {
        typealias Reply = Int
        var amount: Int
    }
    // What it is told.
    struct Reset: Message {}
    struct BecomeMultiplier: Message {}

    static var body: BehaviorBody<State> {
        On(Increment.self) { state, message, _ in
            state.count += message.amount
            return .reply(state.count)
        }
        On(Reset.self) { state, _, _ in state.count = 0 }
        On(BecomeMultiplier.self) { _, _, context in context.become("multiplier") }
        // In this mode, the same request means another thing.
        When("multiplier") {
            On(Increment.self) { state, message, _ in
                state.count *= message.amount
                return .reply(state.count)
            }
        }
    }
}

try await withActorSystem(store: "demo.state") { system in
    let counter = try system.actor(Counter.self, "main")

    // Each reply is told when its transition is durable, and not before.
    print(try await counter.ask(Counter.Increment(amount: 5)))
    try await counter.tell(Counter.BecomeMultiplier())
    print(try await counter.ask(Counter.Increment(amount: 3), within: .seconds(1)))

    // What happened, line by line; and that nobody has changed it since.
    for line in try system.history(of: counter.address) { print(line.number, line.message, line.state) }
    let report = try system.verify(counter.address)
    print(report.isWhole, report.head?.number ?? 0)
}
// tour: end
