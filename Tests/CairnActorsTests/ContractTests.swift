import Cairn
import CairnActors
import Testing

/// `state + message -> handler -> new state + effects`, and what of it is written down.
@Suite struct ContractTests {
    @Test func `the counter's messages, states and replies are those of its description, to the byte`() async throws {
        let store = ScratchStore()
        let system = try await store.open()
        let counter = try await system.spawn(Counter.self, id: "main")
        let reply = try await counter.ask(Counter.Increment(amount: 5))
        #expect(reply == Counter.IncrementComplete(newCount: 5))
        let lines = try system.history(of: counter.address)
        #expect(lines.map(\.number) == [1, 2])
        #expect(lines[0].message.description == #"{"type":"start"}"#)
        #expect(lines[0].state.description == #"{"count":0}"#)
        #expect(lines[0].previous == nil)
        #expect(lines[1].message.description == #"{"type":"increment","amount":5}"#)
        #expect(lines[1].state.description == #"{"count":5}"#)
        #expect(lines[1].reply?.description == #"{"type":"increment_complete","new_count":5}"#)
        #expect(lines[1].previous == lines[0].hash)
        try await system.close()
    }

    @Test func `state and mode survive the end of the system`() async throws {
        let store = ScratchStore()
        for round in 0..<3 {
            let system = try await store.open()
            let counter = try system.actor(Counter.self, "main")
            let reply = try await counter.ask(Counter.Increment(amount: 5))
            #expect(reply.newCount == [5, 25, 125][round])
            if round == 0 { try await counter.tell(Counter.BecomeMultiplier()) }
            if round == 2 {
                try await counter.tell(Counter.Reset())
                #expect(try await counter.ask(Counter.Increment(amount: 7)).newCount == 0)
            }
            try await system.close()
        }
    }

    @Test func `a handler that throws changes nothing and leaves a line that says so`() async throws {
        let store = ScratchStore()
        let system = try await store.open()
        let counter = try await system.spawn(Counter.self, id: "main")
        _ = try await counter.ask(Counter.Increment(amount: 5))
        let error = await #expect(throws: ActorError.self) { try await counter.ask(Counter.Fail()) }
        #expect(error?.code == .handlerFailed)
        #expect(error?.cause is Counter.Refused)
        try await counter.tell(Counter.BecomeWhat())
        #expect(try await counter.ask(Counter.Increment(amount: 1)).newCount == 6)
        let lines = try system.history(of: counter.address)
        #expect(lines.map { $0.failure?.code } == [nil, nil, "handlerFailed", "unknownMode", nil])
        #expect(lines.map(\.state.description) == [0, 5, 5, 5, 6].map { #"{"count":\#($0)}"# })
        #expect(lines[2].failure?.message == "Refused()")
        #expect(lines[2].reply == nil && lines[2].mode == nil)
        try await system.close()
    }

    @Test func `a message that nobody handles is a dead letter, and changes nothing`() async throws {
        struct Stranger: Request { typealias Reply = Int }
        let store = ScratchStore()
        let system = try await store.open()
        let counter = try await system.spawn(Counter.self, id: "main")
        let error = await #expect(throws: ActorError.self) { try await counter.ask(Stranger()) }
        #expect(error?.code == .unhandled)
        #expect(system.deadLetters.map(\.type) == ["stranger"])
        #expect(system.deadLetters.first?.message?.description == #"{"type":"stranger"}"#)
        #expect(try system.history(of: counter.address).count == 1)
        try await system.close()
    }

    @Test func `stopping an actor takes it out of memory, and the next message brings it back`() async throws {
        let store = ScratchStore()
        let system = try await store.open()
        let counter = try await system.spawn(Counter.self, id: "main")
        _ = try await counter.ask(Counter.Increment(amount: 5))
        #expect(system.activeCount == 1)
        try await counter.tell(Counter.Rest())
        while system.activeCount > 0 { await Task.yield() }
        #expect(try await counter.ask(Counter.Increment(amount: 5)).newCount == 10)
        try await system.close()
    }

    @Test func `what is sent is in the line, and its receiver's line names its cause`() async throws {
        let store = ScratchStore()
        let system = try await store.open()
        let first = try await system.spawn(Relay.self, id: "first")
        let second = try system.actor(Relay.self, "second")
        try await first.tell(Relay.Pass(hops: 2, names: ["second", "first"]))
        while try system.history(of: first.address).count < 3 { await Task.yield() }
        let lines = try system.history(of: first.address)
        #expect(lines[1].sends?.map(\.to) == [second.address])
        let caused = try #require(try system.history(of: second.address).last)
        #expect(caused.cause?.actor == first.address && caused.cause?.number == 2)
        #expect(lines[2].cause?.actor == second.address && lines[2].cause?.number == 2)
        #expect(lines[2].sends == nil)
        try await system.close()
    }
}
