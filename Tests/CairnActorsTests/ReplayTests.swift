import Cairn
import CairnActors
import Foundation
import Synchronization
import Testing

/// Rolls dice, by the context's chance or by another.
struct Dice: Behavior {
    struct State: Codable, Sendable, EmptyStart, Equatable {
        var sum = 0
        var rolled: [Int] = []
        var last: Date?
    }
    struct Roll: Request { typealias Reply = Int }
    struct Cheat: Request { typealias Reply = Int }
    struct Wait: Message {}
    struct Later: Message {}
    /// What a cheat goes by: something that no line has.
    static let elsewhere = Mutex(0)

    static var body: BehaviorBody<State> {
        On(Roll.self) { state, _, context in
            let number = Int(context.random() % 6) + 1
            state.sum += number
            state.rolled.append(number)
            state.last = context.now
            return .reply(number)
        }
        On(Cheat.self) { state, _, _ in
            state.sum += elsewhere.withLock {
                $0 += 1
                return $0
            }
            return .reply(state.sum)
        }
        On(Wait.self) { state, _, context async in
            await Task.yield()
            state.sum += elsewhere.withLock { $0 }
            context.become("waited")
        }
        On(Later.self) { _, _, context in
            try context.schedule(Wait(), named: "wait", after: .zero)
            context.send(Counter.Reset(), to: try context.actor(Counter.self, "main"))
        }
        When("waited") {}
    }
}

@Suite struct ReplayTests {
    @Test func `whatever an actor did, handling it again comes to the same lines`() async throws {
        let store = ScratchStore()
        let system = try await store.open()
        let counter = try system.actor(Counter.self, "main")
        _ = try await counter.ask(Counter.Increment(amount: 5))
        _ = try? await counter.ask(Counter.Fail())
        try await counter.tell(Counter.BecomeWhat())
        try await counter.tell(Counter.BecomeMultiplier())
        #expect(try await counter.ask(Counter.Increment(amount: 5)).newCount == 25)
        let report = try system.replay(Counter.self, "main")
        #expect(report.replayed == 6 && report.taken == 0 && report.firstDifference == nil)
        #expect(try system.replay(Counter.self, "main", through: 2).replayed == 2)
        #expect(try system.state(of: Counter.self, "main", asOf: 2)?.count == 5)
        #expect(try system.state(of: Counter.self, "main", asOf: 7) == nil)
        try system.assertReplays(Counter.self, "main")
        // The replay itself has left nothing.
        #expect(try system.history(of: counter.address).count == 6 && system.deadLetterCount == 0)
        try await system.close()
    }

    @Test func `time and chance are replayed, and what others told is taken as it is`() async throws {
        let store = ScratchStore()
        let system = try await store.open()
        let dice = try system.actor(Dice.self, "a")
        for _ in 0..<5 { _ = try await dice.ask(Dice.Roll()) }
        try await dice.tell(Dice.Later())
        while try system.history(of: dice.address).count < 8 { await Task.yield() }
        _ = try await dice.ask(Dice.Roll())
        Dice.elsewhere.withLock { $0 += 10 }
        let lines = try system.history(of: dice.address)
        #expect(lines[6].sends?.count == 1 && lines[6].timers?.count == 1)
        #expect(lines[7].timer == "wait" && lines[7].mode == "waited" && lines[7].timers == nil)
        let report = try system.replay(Dice.self, "a")
        #expect(report.replayed == 8 && report.taken == 1 && report.firstDifference == nil)
        #expect(Set(lines.compactMap(\.chance)).count == 6)
        try await system.close()
    }

    @Test func `a handler that goes by what no line has is found, with both lines`() async throws {
        let store = ScratchStore()
        let system = try await store.open()
        let dice = try system.actor(Dice.self, "b")
        _ = try await dice.ask(Dice.Roll())
        _ = try await dice.ask(Dice.Cheat())
        _ = try await dice.ask(Dice.Roll())
        let report = try system.replay(Dice.self, "b")
        let difference = try #require(report.firstDifference)
        #expect(report.replayed == 2)
        let (was, would) = (
            try difference.recorded.decode(Transition.self), try difference.replayed?.decode(Transition.self)
        )
        #expect(was.number == 3 && would?.number == 3 && was.hash != would?.hash && was.state != would?.state)
        let error = #expect(throws: ActorError.self) { try system.assertReplays(Dice.self, "b") }
        #expect(error?.code == .diverged)
        try await system.close()
    }

    @Test func `a chain that is broken is not replayed`() throws {
        var replay = try ChainReplay(Counter.self, "main")
        let line = try RawJSON(Array(#"{"id":"counter/main@1"}"#.utf8))
        do {
            _ = try replay.take(line)
            Issue.record("it was taken")
        } catch { #expect(error.code == .chainBroken) }
    }
}
