import Cairn
import Foundation
import Testing

@Suite struct ChangeTests {
    @Test func `changes come in order, first those that are there, then those to come`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        for number in 0..<50 { try await state.create(Account(id: "k\(number)", balance: number)) }
        let reading = Task {
            var seen: [RecordChange] = []
            for try await change in state.changes(from: SequenceNumber(11)) {
                seen.append(change)
                if seen.count == 52 { break }
            }
            return seen
        }
        for number in 50..<60 { try await state.create(Account(id: "k\(number)", balance: number)) }
        try await state.patch(Account.self, "k0", Array(#"{"balance":9}"#.utf8))
        try await state.delete(Account.self, "k1")
        let seen = try await reading.value
        #expect(seen.map(\.sequence.number) == Array(11...62))
        #expect(try seen[0].record(Account.self) == Account(id: "k10", balance: 10))
        #expect(try seen[0].record(Player.self) == nil)
        #expect(seen[50].form == .patched)
        #expect(String(decoding: seen[50].json, as: UTF8.self) == #"{"balance":9}"#)
        #expect(seen[51].form == .removed)
        #expect(seen[51].id == "k1")
        try await state.close()
    }

    @Test func `a reader that compaction has overtaken is told, and goes on if it asks again`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        for balance in 0..<5 { try await state.upsert(Account(id: "a", balance: balance)) }
        var early = state.changes(from: SequenceNumber(2), following: false).makeAsyncIterator()
        var whole = state.changes(following: false).makeAsyncIterator()
        _ = try await state.compact(all: true)
        try await state.create(Account(id: "b", balance: 9))
        let error = await #expect(throws: StateError.self) { try await early.next() }
        #expect(error?.code == .overtaken)
        #expect(error?.description.contains("changes 2 to 4") == true)
        #expect(try await early.next()?.sequence.number == 5)
        #expect(try await early.next()?.sequence.number == 6)
        // What compaction left is what there is to begin with.
        #expect(try await whole.next()?.sequence.number == 5)
        #expect(try await whole.next()?.sequence.number == 6)
        #expect(try await whole.next() == nil)
        try await state.close()
    }

    @Test func `gaps are told of behind the beginning, and before it where it is not the first`() throws {
        var first = GapWatch(from: .first, present: SequenceNumber(10))
        for number in [3, 9, 11, 12] as [UInt64] { try first.pass(SequenceNumber(number)) }
        #expect(throws: StateError.self) { try first.pass(SequenceNumber(14)) }
        try first.pass(SequenceNumber(14))
        var later = GapWatch(from: SequenceNumber(5), present: SequenceNumber(10))
        try later.pass(SequenceNumber(5))
        #expect(throws: StateError.self) { try later.pass(SequenceNumber(7)) }
        try later.pass(SequenceNumber(7))
    }

    @Test func `a reader of changes ends with its task, and with the store`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(Account(id: "a", balance: 1))
        let cancelled = Task { try await state.changes().reduce(0) { count, _ in count + 1 } }
        let closed = Task { try await state.changes().reduce(0) { count, _ in count + 1 } }
        cancelled.cancel()
        #expect(try await cancelled.value <= 1)
        try await Task.sleep(for: .milliseconds(20))
        try await state.close()
        #expect(try await closed.value == 1)
    }

    @Test func `a record's history is all that was, and each moment of it can be asked for`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(Account(id: "other", balance: 0))
        try await state.create(Account(id: "a", balance: 1))
        try await state.patch(Account.self, "a", Array(#"{"balance":2}"#.utf8))
        try await state.delete(Account.self, "a")
        try await state.create(Account(id: "a", balance: 3))
        let history = try await state.history(of: Account.self, "a")
        #expect(history.map(\.record?.balance) == [1, 2, nil, 3])
        #expect(history.map(\.revision.number) == [2, 3, 4, 5])
        #expect(history.allSatisfy { $0.isCertain && !$0.followsGap })
        #expect(try await state.get(Account.self, "a", asOf: PastMoment(SequenceNumber(1))) == nil)
        #expect(try await state.get(Account.self, "a", asOf: PastMoment(SequenceNumber(3)))?.balance == 2)
        #expect(try await state.get(Account.self, "a", asOf: PastMoment(SequenceNumber(4))) == nil)
        let error = await #expect(throws: StateError.self) {
            try await state.get(Account.self, "a", asOf: PastMoment(SequenceNumber(99)))
        }
        #expect(error?.code == .invalidOption)
        #expect(try await state.get(Account.self, "a", asOf: PastMoment(Date()))?.balance == 3)
        #expect(try await state.get(Account.self, "a", asOf: PastMoment(Date.distantPast)) == nil)
        #expect(try await state.history(of: Account.self, "none").isEmpty)
        try await state.close()
    }
}
