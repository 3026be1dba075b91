import Cairn
import CairnDisk
import CrashLab
import Laboratory
import Testing

/// What transactions and readers may see of each other.
@Suite struct IsolationTests {
    /// Tasks in every order that a seed brings about, each of which looks for somebody before it signs up.
    @Test(arguments: 0..<24 as Range<UInt64>)
    func `a query in a transaction misses nobody who was accepted before it`(seed: UInt64) throws {
        let stepped = try SteppedState()
        let (state, executor) = (stepped.state, SteppedExecutor(seed: seed))
        let tasks = (0..<5).map { number in
            executor.begin {
                try await state.transaction { transaction -> Bool in
                    guard try transaction.count(of: Account.where(\.balance == 1)) == 0 else { return false }
                    try transaction.create(Account(id: "k\(number)", balance: 1))
                    return true
                }
            }
        }
        while executor.step() { if seed % 3 == 0 { stepped.log.drive() } }
        stepped.log.drive()
        while executor.step() {}
        let won = try tasks.filter { try #require($0.result).get() }
        #expect(won.count == 1)
        #expect(try state.count(of: Account.all) == 1)
    }

    @Test func `what is taken from one account is on another at every moment`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let names = (0..<6).map { "k\($0)" }
        try await state.create(all: names.map { Account(id: $0, balance: 100) })
        let watcher = Task { () async throws -> Int in
            var answers = 0
            for try await accounts in state.values(of: Account.all) {
                #expect(accounts.reduce(0) { $0 + $1.balance } == 600)
                answers += 1
            }
            return answers
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<6 {
                group.addTask {
                    var random = Seeded(7, task)
                    for _ in 0..<25 {
                        let (from, to) = (names[random.below(6)], names[random.below(6)])
                        try await state.transaction { transaction in
                            try transaction.update(Account.self, from) { $0.balance -= 10 }
                            try transaction.update(Account.self, to) { $0.balance += 10 }
                        }
                        #expect(try state.query(Account.all).reduce(0) { $0 + $1.balance } == 600)
                    }
                }
            }
            try await group.waitForAll()
        }
        try await state.close()
        #expect(try await watcher.value > 0)
    }

    @Test func `a task that is cancelled while its write is under way hears how it went`() throws {
        let stepped = try SteppedState()
        let (state, executor) = (stepped.state, SteppedExecutor(seed: 1))
        let good = executor.begin { try await state.create(Account(id: "a", balance: 1)) }
        while executor.step() {}
        good.cancel()
        while executor.step() {}
        #expect(good.result == nil)
        stepped.log.drive()
        while executor.step() {}
        #expect(try good.result?.get().balance == 1)
        #expect(try state.get(Account.self, "a")?.balance == 1)
    }

    /// Of those who wait behind a closed door, each hears something, and nothing that is not so.
    @Test(arguments: 0..<12 as Range<UInt64>)
    func `what was accepted before closing is there, and what comes later is refused`(seed: UInt64) throws {
        let stepped = try SteppedState()
        let (state, executor) = (stepped.state, SteppedExecutor(seed: seed))
        let tasks = (0..<8).map { number in
            executor.begin { try await state.create(Account(id: "k\(number)", balance: number)) }
        }
        for _ in 0..<Int(seed) { _ = executor.step() }
        let accepted = stepped.log.stagedSequence.number
        try stepped.log.closeNow()
        while executor.step() {}
        var codes: [StateError.Code] = []
        for task in tasks {
            switch try #require(task.result) {
            case .success: break
            case .failure(let error): codes.append(try #require(error as? StateError).code)
            }
        }
        #expect(codes.allSatisfy { $0 == .closed })
        #expect(codes.count == 8 - Int(accepted))
    }
}
