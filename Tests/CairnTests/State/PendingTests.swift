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
}
