import Cairn
import CairnDisk
import CairnLog
import CrashLab
import Laboratory
import Testing

/// What was accepted and is not in the log yet: those who come next must build upon it, and nobody may hear of it.
@Suite struct PendingTests {
    @Test func `updates that wait for nothing build upon each other`() async throws {
        let stepped = try SteppedState()
        let first = Task { try await stepped.state.create(Account(id: "a", balance: 0)) }
        await stepped.staged(1)
        stepped.log.drive()
        _ = try await first.value
        for _ in 0..<5 {
            try await stepped.state.update(Account.self, "a", durability: .volatile) { $0.balance += 1 }
        }
        stepped.log.drive()
        #expect(try stepped.state.get(Account.self, "a")?.balance == 5)
    }

    /// A write failed, and before its task came to its turn again, another one had staged under the same number.
    @Test(arguments: 0..<16 as Range<UInt64>)
    func `a write that failed takes nothing of a later one with it`(seed: UInt64) throws {
        let stepped = try SteppedState()
        let (state, executor) = (stepped.state, SteppedExecutor(seed: seed))
        let add: @Sendable () async throws -> Void = {
            try await state.transaction { transaction in
                let balance = try transaction.get(Account.self, "a")?.balance ?? 0
                try transaction.upsert(Account(id: "a", balance: balance + 1))
            }
        }
        let first = executor.begin(add)
        while executor.step() {}
        let second = executor.begin(add)
        stepped.faulty.replace(Fault(at: 0, among: [.write], code: .noSpace, errno: 28))
        stepped.log.drive()
        stepped.faulty.replace(nil)
        while executor.step() {}
        let third = executor.begin(add)
        while executor.step() {}
        stepped.log.drive()
        while executor.step() {}
        #expect(throws: StateError.self) { try first.result?.get() }
        for task in [second, third] { #expect(throws: Never.self) { try #require(task.result).get() } }
        #expect(try state.get(Account.self, "a")?.balance == 2)
    }

    private struct Seen: Error { var balance: Int? }

    /// Reading, refusing and throwing tell of others' writes, too.
    @Test func `nobody hears of a write that then fails`() throws {
        let stepped = try SteppedState()
        let (state, executor) = (stepped.state, SteppedExecutor(seed: 1))
        let write = executor.begin { try await state.create(Account(id: "a", balance: 1)) }
        while executor.step() {}
        let reader = executor.begin { try await state.transaction { try $0.get(Account.self, "a") } }
        let creator = executor.begin { try await state.create(Account(id: "a", balance: 2)) }
        let thrower = executor.begin {
            try await state.transaction { throw Seen(balance: try $0.get(Account.self, "a")?.balance) }
        }
        while executor.step() {}
        #expect(reader.result == nil && creator.result == nil && thrower.result == nil)
        stepped.faulty.replace(Fault(at: 0, among: [.write], code: .noSpace, errno: 28))
        stepped.log.drive()
        stepped.faulty.replace(nil)
        while executor.step() {}
        stepped.log.drive()
        while executor.step() {}
        #expect(throws: StateError.self) { try write.result?.get() }
        // Whichever of them was first, none has seen the balance of 1.
        #expect(try creator.result?.get().balance == 2)
        let read = try #require(reader.result).get()
        #expect(read == nil || read?.balance == 2)
        let seen = #expect(throws: Seen.self) { try thrower.result?.get() }
        #expect(seen?.balance != 1)
    }

    @Test func `a transaction that reads hears of a write as soon as it is in the log`() throws {
        let stepped = try SteppedState()
        let (state, executor) = (stepped.state, SteppedExecutor(seed: 1))
        let write = executor.begin { try await state.create(Account(id: "a", balance: 1)) }
        while executor.step() {}
        let reader = executor.begin { try await state.transaction { try $0.get(Account.self, "a")?.balance } }
        while executor.step() {}
        #expect(reader.result == nil)
        try stepped.log.closeNow()
        while executor.step() {}
        #expect(try write.result?.get().balance == 1)
        #expect(try reader.result?.get() == 1)
    }
}
