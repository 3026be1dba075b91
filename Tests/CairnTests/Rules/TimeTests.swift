import Cairn
import Foundation
import Testing

@Suite struct TimeTests {
    @Test func `moments are found by their range, and what has none is apart`() async throws {
        let folder = try ScratchState()
        let state = try await folder.openBoards()
        try await state.create(Board(id: 1))
        let start = Date(timeIntervalSince1970: 1_800_000_000)
        try await state.create(
            all: (0..<50).map {
                Card(id: "\($0)", board: 1, due: $0 % 5 == 0 ? nil : start.addingTimeInterval(Double($0)))
            })
        let from = start.addingTimeInterval(11)
        let to = start.addingTimeInterval(20)
        let due = \Card.due
        let all = try state.query(Card.all).compactMap(\.due)
        #expect(all.count == 40)
        #expect(try state.count(of: Card.where(due == nil)) == 10)
        #expect(try state.query(Card.where(due == from)).map(\.id) == ["11"])
        #expect(try state.explain(plan: Card.where(due == from)).contains("index due"))
        let wanted: [(Query<Card>, @Sendable (Date?) -> Bool)] = [
            (Card.where(due >= from && due < to), { $0.map { $0 >= from && $0 < to } ?? false }),
            (Card.where(due > from && due <= to), { $0.map { $0 > from && $0 <= to } ?? false }),
            (Card.where(!(due < to)), { $0.map { $0 >= to } ?? true }),
            (Card.where(due < from || due == nil), { $0.map { $0 < from } ?? true }),
        ]
        for (query, matches) in wanted {
            let found = try state.query(query)
            #expect(Set(found.map(\.id)) == Set(try state.query(Card.all).filter { matches($0.due) }.map(\.id)))
            #expect(try state.count(of: query) == found.count && !found.isEmpty)
        }
        try await state.close()
    }

    @Test func `a moment that was stored is the moment that is asked for`() async throws {
        let folder = try ScratchState()
        let state = try await StateManager.open(folder.path, records: Event.self)
        var random = SystemRandomNumberGenerator()
        for id in 0..<300 {
            let event = try await state.create(
                Event(id: id, at: Date(timeIntervalSinceReferenceDate: .random(in: 0..<1e9, using: &random))),
                durability: .volatile)
            #expect(event.at.timeIntervalSinceReferenceDate >= 0)
        }
        try await state.flush()
        for event in try state.query(Event.all) {
            #expect(try state.query(Event.where(\.at == event.at)).map(\.id) == [event.id])
            let sorted = try state.query(Event.where(\.at >= event.at).sorted(by: \.at))
            #expect(sorted.first?.id == event.id)
            #expect(sorted.map(\.at) == sorted.map(\.at).sorted())
        }
        try await state.close()
    }

    @Test func `a patch writes moments in the form that sorts`() async throws {
        let folder = try ScratchState()
        let state = try await StateManager.open(folder.path, records: Event.self)
        try await state.create(Event(id: 1, at: Date(timeIntervalSince1970: 0)))
        let other = await refusal {
            try await state.patch(Event.self, 1, Array(#"{"at":"2026-11-20T21:13:00+01:00"}"#.utf8))
        }
        #expect(other?.code == .invalidRecord)
        #expect(other?.message.hasSuffix(#"as "2026-11-20T20:13:00.000000Z""#) == true)
        try await state.patch(Event.self, 1, Array(#"{"at":"2026-11-20T20:13:00.000000Z"}"#.utf8))
        let wanted = Date(timeIntervalSince1970: 1_795_205_580)
        #expect(try state.query(Event.where(\.at >= wanted)).map(\.at) == [wanted])
        try await state.close()
    }
}

private struct Event: Record {
    var id: Int
    var at: Date
    static let indices: [Index<Event>] = [.time("at", \.at)]
}
