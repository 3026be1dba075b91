import Cairn
import CairnActors
import Foundation
import Testing

/// What actors have themselves told later, by a clock that goes on when the test says so.
@Suite struct TimerTests {
    private func options(_ clock: VirtualClock) -> ActorOptions {
        var options = ActorOptions()
        options.clock = clock
        // Nothing sleeps by the clock but timers, as far as these tests go.
        options.idleAfter = .seconds(1_000_000)
        return options
    }

    private func lines(_ system: ActorSystem, _ count: Int) async throws -> [Transition] {
        let address = try ActorAddress("session/a")
        while try system.history(of: address).count < count { await Task.yield() }
        return try system.history(of: address)
    }

    @Test func `a session expires when nobody touched it for long enough, and not before`() async throws {
        let store = ScratchStore()
        let clock = VirtualClock()
        let system = try await store.open(options(clock))
        let session = try system.actor(Session.self, "a")
        #expect(try await session.ask(Session.Touch()) == "active")
        clock.advance(by: .seconds(1_000))
        // Its end is put off.
        #expect(try await session.ask(Session.Touch()) == "active")
        clock.advance(by: .seconds(1_000))
        #expect(try await session.ask(Session.Touch()) == "active")
        let pending = try #require(try system.history(of: session.address).last?.timers)
        #expect(pending.map(\.name) == ["expiry"] && pending.map(\.type) == ["expire"])
        #expect(pending[0].due.timeIntervalSince(clock.now) == 1_800)
        clock.advance(by: .seconds(1_800))
        let last = try #require(try await lines(system, 5).last)
        #expect(last.message.description == #"{"type":"expire"}"# && last.mode == "expired" && last.timers == nil)
        #expect(try await session.ask(Session.Touch()) == "expired")
        try await system.close()
    }

    @Test func `a timer survives the end of the system, and what was due meanwhile is told at once`() async throws {
        let store = ScratchStore()
        let system = try await store.open(options(VirtualClock()))
        _ = try await system.actor(Session.self, "a").ask(Session.Touch())
        _ = try await system.actor(Session.self, "b").ask(Session.Touch())
        try await system.actor(Session.self, "b").tell(Session.Leave())
        try await system.close()
        // An hour later, in another process.
        let later = VirtualClock(start: VirtualClock().now + 3_600)
        let again = try await store.open(options(later))
        try again.host(Session.self, Counter.self)
        let last = try #require(try await lines(again, 3).last)
        #expect(last.message.description == #"{"type":"expire"}"#)
        #expect(try again.state(of: Session.self, "b")?.status == "left")
        try await again.close()
        // It was told once.
        let third = try await store.open(options(later))
        try third.host(Session.self)
        #expect(try await third.actor(Session.self, "a").ask(Session.Touch()) == "expired")
        #expect(try await lines(third, 4).count == 4)
        try await third.close()
    }

    @Test func `a timer brings an actor back that was taken out of memory`() async throws {
        let store = ScratchStore()
        let clock = VirtualClock()
        let system = try await store.open(options(clock))
        _ = try await system.actor(Session.self, "a").ask(Session.Touch())
        while system.activeCount > 0 {
            system.passivate()
            await Task.yield()
        }
        clock.advance(by: .seconds(1_800))
        #expect(try await lines(system, 3).last?.mode == "expired")
        try await system.close()
    }

    @Test func `what was cancelled is not told, and too many timers change nothing`() async throws {
        let store = ScratchStore()
        let clock = VirtualClock()
        let system = try await store.open(options(clock))
        let session = try system.actor(Session.self, "a")
        _ = try await session.ask(Session.Touch())
        try await session.tell(Session.Leave())
        #expect(try await lines(system, 3).last?.timers == nil)
        clock.advance(by: .seconds(2_000))
        try await session.tell(Session.Crowd(timers: 65))
        let last = try #require(try await lines(system, 4).last)
        #expect(last.failure?.code == "tooLarge" && last.timers == nil)
        try await session.tell(Session.Crowd(timers: 64))
        #expect(try await lines(system, 5).last?.timers?.count == 64)
        #expect(try system.history(of: session.address).allSatisfy { $0.message.description != #"{"type":"expire"}"# })
        #expect(try system.verify(session.address).isWhole)
        try await system.close()
    }

    @Test func `timers of a volatile actor are told as well`() async throws {
        let clock = VirtualClock()
        let system = try ActorSystem(options: options(clock))
        let alarm = try system.actor(Alarm.self, "a")
        try await alarm.tell(Alarm.Wind())
        #expect(try await alarm.ask(Alarm.Rings()) == 0)
        clock.advance(by: .seconds(10))
        while try await alarm.ask(Alarm.Rings()) == 0 { await Task.yield() }
        #expect(try await alarm.ask(Alarm.Rings()) == 1)
        try await system.close()
    }
}

struct Alarm: Behavior {
    struct State: Codable, Sendable, EmptyStart { var rings = 0 }
    struct Wind: Message {}
    struct Ring: Message {}
    struct Rings: Request { typealias Reply = Int }
    static var durability: ActorDurability { .volatile }
    static var body: BehaviorBody<State> {
        On(Wind.self) { _, _, context in try context.schedule(Ring(), named: "ring", after: .seconds(10)) }
        On(Ring.self) { state, _, _ in state.rings += 1 }
        On(Rings.self) { state, _, _ in .reply(state.rings) }
    }
}
