import Cairn
import CairnActors
import Synchronization
import Testing

/// What a test's actors wait behind; each test has a gate of its own by name.
enum Gates {
    static let fail = Gate()
    static let oldest = Gate()
    static let park = Gate()
    static let patience = Gate()
    static let close = Gate()

    static func named(_ name: String) -> Gate {
        switch name {
        case "fail": fail
        case "oldest": oldest
        case "park": park
        case "patience": patience
        default: close
        }
    }
}

/// What the actor that is closed upon noted: it cannot be asked any more.
enum ClosingNotes { static let seen = Mutex<[Int]>([]) }

struct Hold: Message {}
struct Note: Message { var number: Int }
struct Notes: Request { typealias Reply = [Int] }

/// Notes what it is told, after it was let through its gate.
protocol Noting: Behavior where State == NotingState {}
struct NotingState: Codable, Sendable, EmptyStart { var numbers: [Int] = [] }

extension Noting {
    static var durability: ActorDurability { .volatile }
    @BehaviorBuilder<NotingState> static var body: BehaviorBody<NotingState> {
        On(Hold.self) { _, _, context async in await Gates.named(context.address.id).pass() }
        On(Note.self) { state, note, context in
            state.numbers.append(note.number)
            if context.address.id == "close" { ClosingNotes.seen.withLock { $0.append(note.number) } }
        }
        On(Notes.self) { state, _, _ in .reply(state.numbers) }
    }
}

struct FailingBox: Noting { static let mailbox = MailboxPolicy(capacity: 2, overflow: .fail) }
struct DroppingBox: Noting { static let mailbox = MailboxPolicy(capacity: 2, overflow: .dropOldest) }
struct ParkingBox: Noting { static let mailbox = MailboxPolicy(capacity: 2, overflow: .park(atMost: .seconds(3))) }

@Suite struct MailboxTests {
    private func held<B: Noting>(_ type: B.Type, _ id: String, _ system: ActorSystem) async throws -> ActorRef<B> {
        let actor = try system.actor(type, id)
        try await actor.tell(Hold())
        await Gates.named(id).arrived(1)
        return actor
    }

    @Test func `what one sender tells is handled in its order`() async throws {
        let system = try ActorSystem(options: .still)
        let actor = try system.actor(ParkingBox.self, "order")
        for number in 0..<3_000 { try await actor.tell(Note(number: number)) }
        // More than there is room for: those beyond wait.
        try await actor.tell(all: (3_000..<5_000).map(Note.init))
        #expect(try await actor.ask(Notes()) == Array(0..<5_000))
        try await system.close()
    }

    @Test func `a full mailbox that fails tells the sender, and keeps a dead letter`() async throws {
        let system = try ActorSystem(options: .still)
        let actor = try await held(FailingBox.self, "fail", system)
        for number in 1...2 { try await actor.tell(Note(number: number)) }
        let error = await #expect(throws: ActorError.self) { try await actor.tell(Note(number: 3)) }
        #expect(error?.code == .mailboxFull)
        #expect(system.deadLetters.map(\.message?.description) == [#"{"type":"note","number":3}"#])
        Gates.fail.open()
        while try await notes(actor) != [1, 2] { await Task.yield() }
        try await system.close()
    }

    /// A mailbox that fails may be full of the question itself.
    private func notes<B: Noting>(_ actor: ActorRef<B>) async throws -> [Int]? {
        do throws(ActorError) { return try await actor.ask(Notes()) } catch {
            if error.code == .mailboxFull { return nil }
            throw error
        }
    }

    @Test func `a full mailbox that drops the oldest tells its asker`() async throws {
        let system = try ActorSystem(options: .still)
        let actor = try await held(DroppingBox.self, "oldest", system)
        async let dropped = actor.ask(Notes())
        // Two that come behind the question take its place, whenever it comes between them.
        while !system.deadLetters.contains(where: { $0.type == "notes" }) {
            try await actor.tell(Note(number: 7))
            await Task.yield()
        }
        do {
            _ = try await dropped
            Issue.record("it was answered")
        } catch let error as ActorError { #expect(error.code == .dropped) }
        Gates.oldest.open()
        #expect(try await actor.ask(Notes()).count <= 2)
        try await system.close()
    }

    @Test func `a full mailbox that parks lets its senders in when there is room, in their order`() async throws {
        let clock = VirtualClock()
        var options = ActorOptions()
        options.clock = clock
        let system = try ActorSystem(options: options)
        let actor = try await held(ParkingBox.self, "park", system)
        for number in 1...2 { try await actor.tell(Note(number: number)) }
        // Behind the sleeper that passivates, one for the parked sender.
        let quiet = clock.sleepers
        async let parked: Void = actor.tell(Note(number: 3))
        while clock.sleepers == quiet { await Task.yield() }
        Gates.park.open()
        try await parked
        #expect(try await actor.ask(Notes()) == [1, 2, 3])
        try await system.close()
    }

    @Test func `nobody is parked, and no asker waits, longer than was said`() async throws {
        let clock = VirtualClock()
        var options = ActorOptions()
        options.clock = clock
        let system = try ActorSystem(options: options)
        let actor = try await held(ParkingBox.self, "patience", system)
        try await actor.tell(Note(number: 1))
        let quiet = clock.sleepers
        async let asked = actor.ask(Notes(), within: .seconds(1))
        while clock.sleepers == quiet { await Task.yield() }
        clock.advance(by: .seconds(1))
        do {
            _ = try await asked
            Issue.record("it was answered")
        } catch let error as ActorError { #expect(error.code == .timedOut) }
        let before = clock.sleepers
        async let parked: Void = actor.tell(Note(number: 2))
        while clock.sleepers == before { await Task.yield() }
        clock.advance(by: .seconds(3))
        do {
            try await parked
            Issue.record("there was room")
        } catch let error as ActorError { #expect(error.code == .mailboxFull) }
        Gates.patience.open()
        #expect(try await actor.ask(Notes()) == [1])
        try await system.close()
    }

    @Test func `closing lets what was taken be handled, and takes nothing more`() async throws {
        let system = try ActorSystem(options: .still)
        let actor = try await held(ParkingBox.self, "close", system)
        let (first, second) = (Note(number: 1), Note(number: 2))
        try await actor.tell(first)
        try await actor.tell(second)
        let waits = Gate()
        let parked = Task {
            waits.open()
            try await actor.tell(Note(number: 3))
        }
        await waits.pass()
        async let closed: Void = system.close()
        let refused = await #expect(throws: ActorError.self) { try await parked.value }
        #expect(refused?.code == .closed)
        Gates.close.open()
        try await closed
        let error = await #expect(throws: ActorError.self) { try await actor.ask(Notes()) }
        #expect(error?.code == .closed)
        #expect(ClosingNotes.seen.withLock { $0 } == [1, 2])
    }
}
