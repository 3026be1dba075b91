import Cairn
import Testing

@Suite struct QueryValuesTests {
    private func member(_ id: Int, score: Int, note: String = "") -> Member {
        Member(id: id, email: "m\(id)@example.org", score: score, note: note)
    }

    @Test func `an answer comes now, and after each commit that changes it`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(member(1, score: 10))
        let query = Member.where(\.score >= 5).sorted(by: \.score, .descending)
        var values = state.values(of: query).makeAsyncIterator()
        #expect(try await values.next()?.map(\.id) == [1])
        try await state.create(member(2, score: 20))
        #expect(try await values.next()?.map(\.id) == [2, 1])
        // Neither of these changes the answer, so the next one is what comes behind them.
        try await state.create(member(3, score: 1))
        try await state.create(Account(id: "a", balance: 1))
        try await state.update(Member.self, 1) { $0.score = 30 }
        #expect(try await values.next()?.map(\.id) == [1, 2])
        // A change within a record is one, too.
        try await state.update(Member.self, 2) { $0.note = "new" }
        #expect(try await values.next()?.map(\.note) == ["", "new"])
        // What came between is left out.
        for id in 10..<40 { try await state.create(member(id, score: 5)) }
        #expect(try await values.next()?.count == 32)
        try await state.delete(Member.self, all: [1, 2])
        #expect(try await values.next()?.count == 30)
        try await state.close()
        #expect(try await values.next() == nil)
    }

    @Test func `a query is not asked again for what another kind does, nor without need`() async throws {
        let folder = try ScratchState()
        let state = try await StateManager.open(folder.path, records: Watched.self, Account.self)
        try await state.create(all: (0..<10).map { Watched(id: 2_000_000 + $0, value: $0) })
        let reading = Task {
            var answers: [Int] = []
            for try await answer in state.values(of: Watched.where(\.isWanted == true)) {
                answers.append(answer.count)
                if answer.count == 11 { break }
            }
            return answers
        }
        while Watched.looks(of: 2) < 10 { await Task.yield() }
        for number in 0..<50 { try await state.create(Account(id: "a\(number)", balance: number)) }
        try await Task.sleep(for: .milliseconds(50))
        #expect(Watched.looks(of: 2) == 10)
        // The same again is a commit, and no other answer.
        try await state.upsert(Watched(id: 2_000_000, value: 0))
        while Watched.looks(of: 2) < 20 { await Task.yield() }
        try await state.create(Watched(id: 2_000_010, value: 10))
        #expect(try await reading.value == [10, 11])
        try await state.close()
    }

    @Test func `under concurrent writers answers are whole commits, in order, and the last is the truth`() async throws
    {
        let folder = try ScratchState()
        let state = try await folder.open()
        // In each commit one counter rises and the sum stays.
        try await state.create(all: (0..<8).map { member($0, score: 1_000) })
        let reader = { @Sendable (query: Query<Member>) in
            Task {
                var (answers, last) = (0, -1)
                for try await answer in state.values(of: query) {
                    answers += 1
                    let sum = answer.map(\.score).reduce(0, +)
                    #expect(sum == 8_000)
                    let rounds = answer.compactMap { Int($0.note) }.reduce(0, +)
                    #expect(rounds > last)
                    last = rounds
                    if rounds == 400 { break }
                }
                return answers
            }
        }
        let readers = [
            reader(Member.all), reader(Member.where(\.score > -9_999)), reader(Member.all.sorted(by: \.team)),
        ]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for round in 0..<100 {
                        try await state.transaction { transaction in
                            let other = (writer + round) % 4 + 4
                            try transaction.update(Member.self, writer) {
                                $0.score += 7
                                $0.note = "\((Int($0.note) ?? 0) + 1)"
                            }
                            try transaction.update(Member.self, other) { $0.score -= 7 }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        for reader in readers {
            let answers = try await reader.value
            #expect(answers >= 1 && answers <= 401)
        }
        try await state.close()
    }

    @Test func `nothing is shown before it is durable`() async throws {
        let stepped = try SteppedState()
        let state = stepped.state
        let first = Task { try await state.create(Account(id: "a", balance: 1)) }
        await stepped.staged(1)
        var values = state.values(of: Account.all).makeAsyncIterator()
        #expect(try await values.next()?.count == 0)
        stepped.log.drive()
        _ = try await first.value
        #expect(try await values.next()?.count == 1)
    }

    @Test func `it ends with its task and with the store, waiting or not`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let count = { @Sendable () async throws in
            try await state.values(of: Account.all).reduce(0) { count, _ in count + 1 }
        }
        let (cancelled, closed) = (Task { try await count() }, Task { try await count() })
        try await Task.sleep(for: .milliseconds(20))
        cancelled.cancel()
        #expect(try await cancelled.value <= 1)
        try await state.close()
        #expect(try await closed.value <= 1)
        #expect(try await count() == 0)
        await #expect { for try await _ in state.values(of: Sale.all) {} } throws: {
            ($0 as? StateError)?.code == .unknownKind
        }
    }
}
