import Cairn
import CairnActors
import Testing

/// A line or an entry as somebody writes it who has the store and not this library.
struct ForgedLine: Record {
    static let kind = "transition"
    var id: String
    var text: RawJSON

    init(id: String, text: RawJSON) { (self.id, self.text) = (id, text) }

    private enum Key: CodingKey { case id }

    init(from decoder: any Decoder) throws {
        id = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .id)
        text = try decoder.singleValueContainer().decode(RawJSON.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

struct ForgedEntry: Record {
    static let kind = "actor"
    var id: String
    var behavior: String
    var last: Int
}

/// What verifying a chain finds, and what it cannot find without an anchor that was kept elsewhere.
@Suite struct ChainTests {
    static let actor = "counter/main"

    /// A counter with ten lines; what its chain ended with; and then the store as somebody else left it.
    private func tampered(
        _ tamper: (StateManager) async throws -> Void
    ) async throws -> (without: ChainReport, with: ChainReport) {
        let store = ScratchStore()
        let head = try await Self.counted(store.path, amount: 1, lines: 10)
        let state = try await StateManager.open(store.path, records: ForgedLine.self, ForgedEntry.self)
        try await tamper(state)
        try await state.close()
        let system = try await store.open()
        let address = try ActorAddress(Self.actor)
        let reports = (try system.verify(address), try system.verify(address, anchor: head))
        try await system.close()
        return reports
    }

    private static func counted(_ path: String, amount: Int, lines: Int) async throws -> ChainHead {
        let system = try await ActorSystem.open(path, options: .still)
        let counter = try await system.spawn(Counter.self, id: "main")
        while try system.history(of: counter.address).count < lines {
            _ = try await counter.ask(Counter.Increment(amount: amount))
        }
        let report = try system.verify(counter.address)
        #expect(report.isWhole)
        try await system.close()
        return try #require(report.head)
    }

    private static func delete(_ numbers: ClosedRange<Int>, _ state: StateManager) async throws {
        for number in numbers { try await state.delete(ForgedLine.self, "\(actor)@\(number)") }
    }

    private static func text(_ number: Int, _ state: StateManager) throws -> RawJSON {
        try #require(try state.get(ForgedLine.self, "\(actor)@\(number)")).text
    }

    private func broken(_ number: Int, _ reason: ChainBreak.Reason) -> ChainBreak {
        ChainBreak(number: number, reason: reason)
    }

    @Test func `a chain that nobody touched holds, with and without an anchor`() async throws {
        let reports = try await tampered { _ in }
        #expect(reports.without.isWhole && reports.with.isWhole)
        #expect(reports.with.head?.number == 10)
    }

    @Test func `a cut tail is found with an anchor, and without one only where the entry knows of it`() async throws {
        let reports = try await tampered { try await Self.delete(8...10, $0) }
        #expect(reports.without.isWhole && reports.without.head?.number == 7)
        #expect(reports.with.firstBreak == broken(8, .missing))
        let known = try await tampered { state in
            try await Self.delete(8...10, state)
            try await state.update(ForgedEntry.self, Self.actor) { $0.last = 9 }
        }
        #expect(known.without.firstBreak == broken(8, .missing))
    }

    @Test func `lines that were dropped from the middle are found`() async throws {
        let reports = try await tampered { try await Self.delete(4...6, $0) }
        #expect(reports.without.firstBreak == broken(4, .missing))
    }

    @Test func `swapped lines are found`() async throws {
        let reports = try await tampered { state in
            let (third, fourth) = (try Self.text(3, state), try Self.text(4, state))
            // Under each other's name; the text of a line has its own, so its id is moved along.
            for (number, text) in [(3, fourth), (4, third)] {
                let moved = text.description.replacing("@\(7 - number)\"", with: "@\(number)\"")
                let forged = ForgedLine(id: "\(Self.actor)@\(number)", text: try RawJSON(Array(moved.utf8)))
                try await state.upsert(forged)
            }
        }
        #expect(reports.without.firstBreak == broken(3, .misplaced))
    }

    @Test func `a line that was altered is found`() async throws {
        for (old, new) in [(#"{"count":4}"#, #"{"count":5}"#), (#"{"id""#, #"{"x":1,"id""#), (#""}"#, #"" }"#)] {
            let reports = try await tampered { state in
                let altered = try Self.text(5, state).description.replacing(old, with: new)
                try await state.upsert(
                    ForgedLine(id: "\(Self.actor)@5", text: try RawJSON(Array(altered.utf8))))
            }
            // White space that the store takes out again is no alteration.
            #expect(reports.without.firstBreak == (new == #"" }"# ? nil : broken(5, .altered)), "\(new)")
        }
    }

    @Test func `a chain that was rewritten as a whole is found with an anchor only`() async throws {
        let other = ScratchStore()
        _ = try await Self.counted(other.path, amount: 2, lines: 10)
        let forger = try await StateManager.open(other.path, records: ForgedLine.self, ForgedEntry.self)
        let reports = try await tampered { state in
            for number in 1...10 {
                let forged = ForgedLine(id: "\(Self.actor)@\(number)", text: try Self.text(number, forger))
                try await state.upsert(forged)
            }
        }
        try await forger.close()
        #expect(reports.without.isWhole)
        #expect(reports.with.firstBreak == broken(10, .notAnchored))
    }

    @Test func `a store that was rolled back as a whole is found with an anchor only`() async throws {
        let store = ScratchStore()
        let old = try await Self.counted(store.path, amount: 1, lines: 5)
        // What the anchor was taken of is ahead of what the store has.
        let anchor = ChainHead(actor: old.actor, number: 9, hash: old.hash)
        let system = try await store.open()
        #expect(try system.verify(old.actor).isWhole)
        #expect(try system.verify(old.actor, anchor: anchor).firstBreak == broken(6, .missing))
        try await system.close()
    }

    @Test func `a line that follows upon another than the one before it is found`() async throws {
        let other = ScratchStore()
        _ = try await Self.counted(other.path, amount: 2, lines: 10)
        let forger = try await StateManager.open(other.path, records: ForgedLine.self, ForgedEntry.self)
        let reports = try await tampered { state in
            let forged = ForgedLine(id: "\(Self.actor)@6", text: try Self.text(6, forger))
            try await state.upsert(forged)
        }
        try await forger.close()
        #expect(reports.without.firstBreak == broken(6, .unlinked))
    }

    @Test func `an actor whose last line was altered is not activated`() async throws {
        let store = ScratchStore()
        let head = try await Self.counted(store.path, amount: 1, lines: 5)
        let state = try await StateManager.open(store.path, records: ForgedLine.self, ForgedEntry.self)
        let text = try Self.text(5, state).description.replacing(#"{"count":4}"#, with: #"{"count":9}"#)
        try await state.upsert(ForgedLine(id: "\(Self.actor)@5", text: try RawJSON(Array(text.utf8))))
        try await state.close()
        let system = try await store.open()
        let counter = try system.actor(Counter.self, "main")
        let error = await #expect(throws: ActorError.self) { try await counter.ask(Counter.Increment(amount: 1)) }
        #expect(error?.code == .chainBroken)
        #expect(try system.verify(head.actor).firstBreak == broken(5, .altered))
        try await system.close()
    }

    @Test func `a chain moves to another store, and what was altered on the way is refused`() async throws {
        let old = ScratchStore()
        let new = ScratchStore()
        let head = try await Self.counted(old.path, amount: 3, lines: 70)
        let source = try await old.open()
        var lines: [RawJSON] = []
        try source.exportChain(of: head.actor) { lines.append($0) }
        try await source.close()
        #expect(ChainVerifier.verify(lines, of: head.actor, anchor: head).isWhole)
        let target = try await new.open()
        var altered = lines
        altered.swapAt(20, 21)
        let error = await #expect(throws: ActorError.self) {
            try await target.importChain(of: head.actor, altered)
        }
        #expect(error?.code == .chainBroken)
        #expect(try target.history(of: head.actor).isEmpty)
        try await target.importChain(of: head.actor, lines, anchor: head)
        let counter = try target.actor(Counter.self, "main")
        #expect(try await counter.ask(Counter.Increment(amount: 3)).newCount == 210)
        #expect(try target.verify(head.actor, anchor: head).head?.number == 71)
        let twice = await #expect(throws: ActorError.self) { try await target.importChain(of: head.actor, lines) }
        #expect((twice?.cause as? StateError)?.code == .exists)
        try await target.close()
    }

    @Test func `a signed head is checked with the key, and with no other`() throws {
        let (key, other) = (try SigningKey(), try SigningKey())
        let head = ChainHead(actor: try ActorAddress(Self.actor), number: 7, hash: "ab")
        let signed = try key.sign(head)
        try signed.verify(by: key.publicKey)
        try SigningKey(secret: key.secret).sign(head).verify(by: key.publicKey)
        var altered = signed
        altered.head.number = 8
        for (wrong, by) in [(signed, other.publicKey), (altered, key.publicKey), (signed, [1, 2, 3])] {
            let error = #expect(throws: ActorError.self) { try wrong.verify(by: by) }
            #expect(error?.code == .invalidSignature)
        }
        // RFC 8032, the first of its test vectors.
        let known = try SigningKey(
            secret: [
                0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44,
                0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
            ])
        #expect(known.publicKey.prefix(4) == [0xd7, 0x5a, 0x98, 0x01])
    }
}
