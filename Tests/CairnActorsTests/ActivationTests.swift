import Cairn
import CairnActors
import Testing

/// A counter that does not wait for the device.
struct QuickCounter: Behavior {
    struct State: Codable, Sendable, EmptyStart { var count = 0 }
    struct Add: Request { typealias Reply = Int }
    static var durability: ActorDurability { .buffered(within: .milliseconds(5)) }
    static var body: BehaviorBody<State> {
        On(Add.self) { state, _, _ in
            state.count += 1
            return .reply(state.count)
        }
    }
}

/// What cannot be declared.
struct NeverSynced: Behavior {
    struct State: Codable, Sendable, EmptyStart {}
    static var durability: ActorDurability { .buffered(within: .zero) }
    static var body: BehaviorBody<State> {}
}

struct NoRoom: Behavior {
    struct State: Codable, Sendable, EmptyStart {}
    static var mailbox: MailboxPolicy { MailboxPolicy(capacity: 0, overflow: .fail) }
    static var body: BehaviorBody<State> {}
}

/// It has the name of another.
struct Impostor: Behavior {
    struct State: Codable, Sendable, EmptyStart {}
    static let name = "counter"
    static var body: BehaviorBody<State> {}
}

@Suite struct ActivationTests {
    @Test func `more actors than have room are known, and each keeps its state`() async throws {
        let store = ScratchStore()
        var options = ActorOptions.still
        options.mostActive = 4
        let system = try await store.open(options)
        for round in 1...2 {
            for number in 0..<20 {
                let counter = try system.actor(Counter.self, "\(number)")
                let reply = try await counter.ask(Counter.Increment(amount: number))
                #expect(reply.newCount == number * round)
                // The one that was just asked may still be at work.
                #expect(system.activeCount <= 5)
            }
        }
        try await system.close()
    }

    @Test func `buffered and durable actors work side by side, and both survive`() async throws {
        let store = ScratchStore()
        let system = try await store.open()
        let (quick, slow) = (try system.actor(QuickCounter.self, "a"), try system.actor(Counter.self, "a"))
        for number in 1...20 {
            async let first = quick.ask(QuickCounter.Add())
            async let second = slow.ask(Counter.Increment(amount: 1))
            #expect(try await first == number)
            #expect(try await second.newCount == number)
        }
        try await system.close()
        let again = try await store.open()
        #expect(try again.state(of: QuickCounter.self, "a")?.count == 20)
        #expect(try again.verify(quick.address).isWhole && again.verify(slow.address).isWhole)
        try await again.close()
    }

    @Test func `what cannot be is refused when an actor is asked for`() async throws {
        let system = try ActorSystem(options: .still)
        let tests: [() throws -> Void] = [
            { _ = try system.actor(NeverSynced.self, "a") }, { _ = try system.actor(NoRoom.self, "a") },
            {
                _ = try system.actor(Counter.self, "a")
                _ = try system.actor(Impostor.self, "a")
            },
        ]
        for test in tests {
            let error = #expect(throws: ActorError.self) { try test() }
            #expect(error?.code == .invalidOption)
        }
        let error = #expect(throws: ActorError.self) { try system.actor(Counter.self, "") }
        #expect(error?.code == .invalidAddress)
        // Nothing can be stored here.
        let counter = try system.actor(Counter.self, "a")
        let unstored = await #expect(throws: ActorError.self) { try await counter.ask(Counter.Increment(amount: 1)) }
        #expect(unstored?.code == .store)
        try await system.close()
    }
}
