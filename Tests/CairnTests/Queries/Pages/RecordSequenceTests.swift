import Cairn
import Synchronization
import Testing

/// A record that tells how often it was looked at.
struct Watched: Record, Equatable {
    var id: Int
    var value: Int
    static let looks = Mutex<[Int: Int]>([:])

    /// No index names it, so each record is asked. Its tenant keeps tests apart.
    var isWanted: Bool {
        Self.looks.withLock { $0[id / 1_000_000, default: 0] += 1 }
        return value >= 0
    }

    static func looks(of tenant: Int) -> Int { looks.withLock { $0[tenant] ?? 0 } }
}

@Suite struct RecordSequenceTests {
    @Test func `records come as of one moment, while writers go on`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(
            all: (0..<50).map { Member(id: $0, email: "m\($0)@example.org", score: 100, note: "x") })
        let isDone = Mutex(false)
        let writing = Task {
            var round = 0
            while !isDone.withLock({ $0 }) {
                let (from, to) = (round % 50, (round + 7) % 50)
                try await state.transaction { transaction in
                    try transaction.update(Member.self, from) { $0.score -= 3 }
                    try transaction.update(Member.self, to) { $0.score += 3 }
                }
                round += 1
            }
            return round
        }
        for query in [Member.all, Member.where(\.note == "x"), Member.all.sorted(by: \.score)] {
            for _ in 0..<10 {
                var (count, sum, last) = (0, 0, Int.min)
                let isSorted = try state.explain(plan: query).contains("order:")
                for try await member in state.records(of: query) {
                    count += 1
                    sum += member.score
                    if isSorted { #expect(member.score >= last) }
                    last = member.score
                    await Task.yield()
                }
                #expect(count == 50)
                #expect(sum == 5_000)
            }
        }
        isDone.withLock { $0 = true }
        #expect(try await writing.value > 1)
        try await state.close()
    }

    @Test func `what is not asked for is not read`() async throws {
        let folder = try ScratchState()
        let state = try await StateManager.open(folder.path, records: Watched.self)
        try await state.create(all: (0..<3_000).map { Watched(id: 1_000_000 + $0, value: $0) })
        var records = state.records(of: Watched.where(\.isWanted == true)).makeAsyncIterator()
        for _ in 0..<5 { #expect(try await records.next() != nil) }
        #expect(Watched.looks(of: 1) == 5)
        var rest = 5
        while try await records.next() != nil { rest += 1 }
        #expect(rest == 3_000)
        #expect(try await records.next() == nil)
        try await state.close()
    }

    @Test func `a cancelled task is told that there is more, and a closed store that it is closed`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<100).map { Account(id: "a\($0)", balance: $0) })
        let reading = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            var count = 0
            for try await _ in state.records(of: Account.all) { count += 1 }
            return count
        }
        await #expect { try await reading.value } throws: { ($0 as? StateError)?.code == .cancelled }
        let past = state.snapshot()
        try await state.delete(Account.self, "a1")
        #expect(try await past.records(of: Account.all).reduce(0) { count, _ in count + 1 } == 100)
        #expect(try await state.records(of: Account.all).reduce(0) { count, _ in count + 1 } == 99)
        await #expect(throws: StateError.self) {
            for try await _ in state.records(of: Player.all.sorted(by: \.name)) {}
        }
        try await state.close()
        await #expect { for try await _ in state.records(of: Account.all) {} } throws: {
            ($0 as? StateError)?.code == .closed
        }
    }
}
