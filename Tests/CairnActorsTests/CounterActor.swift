import Cairn
import CairnActors
import Foundation

/// The counter of the first examples, to the byte.
struct Counter: Behavior {
    struct State: Codable, Sendable, Equatable, EmptyStart { var count = 0 }

    struct Increment: Request {
        typealias Reply = IncrementComplete
        var amount: Int
    }
    struct IncrementComplete: Message, Equatable {
        static let type = "increment_complete"
        var newCount: Int
        enum CodingKeys: String, CodingKey { case newCount = "new_count" }
    }
    struct Reset: Message {}
    struct BecomeMultiplier: Message { static let type = "BECOME_MULTIPLIER" }
    struct BecomeWhat: Message {}
    struct Fail: Request { typealias Reply = Int }
    struct Rest: Message {}
    struct Refused: Error {}

    static var body: BehaviorBody<State> {
        On(Increment.self) { state, message, context in
            state.count += message.amount
            return .reply(IncrementComplete(newCount: state.count))
        }
        On(Reset.self) { state, _, _ in state.count = 0 }
        On(BecomeMultiplier.self) { _, _, context in context.become("multiplier") }
        On(BecomeWhat.self) { state, _, context in
            state.count = -1
            context.become("nothing")
        }
        On(Fail.self) { state, _, context in
            state.count = 1_000_000
            context.become("multiplier")
            throw Refused()
        }
        On(Rest.self) { _, _, context in context.stop() }
        When("multiplier") {
            On(Increment.self) { state, message, _ in
                state.count *= message.amount
                return .reply(IncrementComplete(newCount: state.count))
            }
        }
    }
}

/// A store in a folder that is there for one test.
struct ScratchStore: ~Copyable {
    let path = NSTemporaryDirectory() + "cairn-actors-" + UUID().uuidString

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func open(_ options: ActorOptions = .still) async throws -> ActorSystem {
        try await ActorSystem.open(path, options: options)
    }
}

extension ActorOptions {
    /// With a clock that stands still: whatever the machine has to do besides, nothing comes too late.
    static var still: ActorOptions {
        var options = ActorOptions()
        options.clock = VirtualClock()
        return options
    }
}
