import Cairn
import Testing

@Suite struct PageTests {
    private static func member(_ id: Int, _ dice: inout SeededDice) -> Member {
        Member(
            id: id, email: "m\(id)@example.org", score: dice.number(0...20),
            team: dice.maybe { ["red", "blue"][$0.number(0...1)] }, note: dice.chance(50) ? "odd" : "even")
    }

    // Made anew each time: the leak sanitizer does not see what a global holds behind the tagged pointer of an enum.
    private static var queries: [Query<Member>] {
        [
            Member.all, Member.where(\.score >= 5), Member.where(\.note == "odd"),
            Member.all.sorted(by: \.score), Member.all.sorted(by: \.score, .descending),
            Member.where(\.score < 15).sorted(by: \.team).sorted(by: \.score, .descending),
            Member.where(\.note == "even" && \.team == "red").sorted(by: \.email),
        ]
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>) func `pages together are the whole, in order`(
        seed: UInt64
    ) async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        var dice = SeededDice(seed: seed)
        try await state.create(all: (0..<dice.number(1...200)).map { Self.member($0, &dice) })
        for query in Self.queries {
            let size = dice.number(1...60)
            var found: [Member] = []
            var cursor: Cursor?
            repeat {
                let page = try state.page(query.limit(size), after: cursor)
                #expect(page.next == nil || page.records.count == size)
                found += page.records
                // As it comes back from somebody to whom it was given.
                cursor = try page.next.map { try Cursor(parsing: $0.text) }
            } while cursor != nil
            let whole = try state.query(query)
            #expect(found.map(\.id).sorted() == whole.map(\.id).sorted())
            if try state.explain(plan: query).contains("order:") { #expect(found == whole) }
        }
        try await state.close()
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>) func `what nobody touched is shown once, whatever is written`(
        seed: UInt64
    ) async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        var dice = SeededDice(seed: seed)
        try await state.create(all: (0..<150).map { Self.member($0, &dice) })
        for query in Self.queries {
            // Those of every third id stay as they are.
            let still = try state.query(query).filter { $0.id % 3 == 0 && $0.id < 150 }
            var found: [Member] = []
            var cursor: Cursor?
            repeat {
                let page = try state.page(query.limit(7), after: cursor)
                found += page.records
                cursor = page.next
                let last = page.records.last?.id ?? 0
                // Also the very record that the cursor was made of.
                for id in [last, dice.number(0...149), 200 + dice.number(0...50)] where id % 3 != 0 {
                    let new = Self.member(id, &dice)
                    if dice.chance(40) {
                        try await state.delete(Member.self, id)
                    } else {
                        try await state.upsert(new)
                    }
                }
            } while cursor != nil && found.count < 5_000
            let shown = found.filter { $0.id % 3 == 0 && $0.id < 150 }
            #expect(shown.map(\.id).sorted() == still.map(\.id).sorted())
        }
        try await state.close()
    }

    @Test func `a cursor of another order, a part of one, and sizes that cannot be are refused`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        var dice = SeededDice(seed: 1)
        try await state.create(all: (0..<10).map { Self.member($0, &dice) })
        let cursor = try #require(try state.page(Member.all.sorted(by: \.score).limit(3)).next)
        func refuses(_ body: () throws -> Void) {
            #expect { try body() } throws: { ($0 as? StateError)?.code == .invalidQuery }
        }
        refuses { _ = try state.page(Member.all.sorted(by: \.email), after: cursor) }
        refuses { _ = try state.page(Member.all, after: cursor) }
        refuses { _ = try Cursor(parsing: String(cursor.text.dropLast())) }
        refuses { _ = try state.page(Member.all.limit(0)) }
        refuses { _ = try state.page(Member.all.limit(Query<Member>.mostInPage + 1)) }
        #expect(try state.page(Member.all).records.count == 10)
        try await state.close()
    }
}
