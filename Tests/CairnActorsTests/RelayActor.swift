import Cairn
import CairnActors

/// Passes a message on, hop by hop.
struct Relay: Behavior {
    struct State: Codable, Sendable, EmptyStart { var passed = 0 }

    struct Pass: Message {
        var hops: Int
        var names: [String]
    }

    static var body: BehaviorBody<State> {
        On(Pass.self) { state, message, context in
            state.passed += 1
            guard message.hops > 0 else { return }
            var next = message
            next.hops -= 1
            next.names.append(next.names.removeFirst())
            context.send(next, to: try context.actor(Relay.self, message.names[0]))
        }
    }
}
