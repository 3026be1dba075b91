import Cairn
import Foundation
import Testing

@Suite struct SnapshotTests {
    private struct Refusal: Error {}

    @Test func `a snapshot stays as it was while the store goes on`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let arthur = try await state.create(Player(name: "Arthur", score: 1))
        try await state.create(all: (0..<100).map { Account(id: "k\($0)", balance: $0) })
        let past = state.snapshot()
        try await state.update(Player.self, arthur.id) { $0.score = 2 }
        try await state.delete(Account.self, all: (0..<50).map { "k\($0)" })
        try await state.create(Account(id: "new", balance: 1_000))
        try await state.compact(all: true)
        #expect(try past.get(Player.self, arthur.id)?.score == 1)
        #expect(try past.get(Account.self, "k7")?.balance == 7)
        #expect(try past.get(Account.self, "new") == nil)
        var sum = 0
        try past.forEach(Account.all) { account in
            sum += account.balance
            return true
        }
        #expect(sum == 4_950)
        #expect(past.sequence == SequenceNumber(101))
        #expect(try state.snapshot().get(Account.self, "k7") == nil)
        try await state.close()
    }

    @Test func `a walk ends where it is told to, and by what its closure throws`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<10).map { Account(id: "k\($0)", balance: $0) })
        var count = 0
        try state.snapshot().forEach(Account.all) { _ in
            count += 1
            return count < 3
        }
        #expect(count == 3)
        #expect(throws: Refusal.self) { try state.snapshot().forEach(Account.all) { _ in throw Refusal() } }
        try await state.close()
    }
}
