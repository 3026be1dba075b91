import Cairn
import CairnDisk
import CairnLog
import CrashLab
import Foundation
import Testing

@Suite struct TransactionTests {
    private struct Refusal: Error {}

    @Test func `an error that leaves a transaction undoes all of it`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(Account(id: "a", balance: 1))
        await #expect(throws: Refusal.self) {
            try await state.transaction { transaction in
                try transaction.create(Account(id: "b", balance: 2))
                try transaction.update(Account.self, "a") { $0.balance = 9 }
                #expect(try transaction.get(Account.self, "a")?.balance == 9)
                #expect(try transaction.get(Account.self, "b")?.balance == 2)
                #expect(try transaction.delete(Account.self, "b"))
                #expect(try transaction.get(Account.self, "b") == nil)
                throw Refusal()
            }
        }
        #expect(try state.get(Account.self, "a")?.balance == 1)
        #expect(try state.get(Account.self, "b") == nil)
        #expect(state.statistics.lastSequence == SequenceNumber(1))
        try await state.close()
    }

    @Test func `no update is lost among many writers of one record`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(Account(id: "a", balance: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    for _ in 0..<10 { try await state.update(Account.self, "a") { $0.balance += 1 } }
                }
            }
            try await group.waitForAll()
        }
        #expect(try state.get(Account.self, "a")?.balance == 640)
        try await state.close()
    }

    @Test func `two transactions never both take what only one may have`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        for round in 0..<50 {
            let (a, b) = ("a\(round)", "b\(round)")
            try await state.create(all: [Account(id: a, balance: 1), Account(id: b, balance: 1)])
            // Each may go off duty only while the other stays: the classical write skew.
            let leave: @Sendable (String, String) async throws -> Void = { mine, other in
                try await state.transaction { transaction in
                    guard try transaction.get(Account.self, other)?.balance == 1 else { return }
                    try transaction.update(Account.self, mine) { $0.balance = 0 }
                }
            }
            async let first: Void = leave(a, b)
            async let second: Void = leave(b, a)
            _ = try await (first, second)
            let left = try [a, b].map { try state.get(Account.self, $0)?.balance ?? 0 }
            #expect(left.reduce(0, +) == 1)
        }
        try await state.close()
    }

    @Test func `readers see what is durable, writers see what was accepted`() async throws {
        let stepped = try SteppedState()
        let state = stepped.state
        let first = Task { try await state.create(Account(id: "a", balance: 1)) }
        await stepped.staged(1)
        let second = Task { try await state.update(Account.self, "a") { $0.balance += 1 } }
        await stepped.staged(2)
        #expect(try state.get(Account.self, "a") == nil)
        stepped.log.drive()
        #expect(try state.get(Account.self, "a")?.balance == 2)
        #expect(try await first.value.balance == 1)
        #expect(try await second.value.balance == 2)
    }

    @Test func `what was built upon a write that failed fails with it, and is forgotten`() async throws {
        let stepped = try SteppedState()
        let state = stepped.state
        let none = Task { try await state.create(Account(id: "z", balance: 0)) }
        await stepped.staged(1)
        stepped.log.drive()
        _ = try await none.value
        let first = Task { try await state.create(Account(id: "a", balance: 1)) }
        await stepped.staged(2)
        let second = Task { try await state.update(Account.self, "a") { $0.balance += 1 } }
        await stepped.staged(3)
        stepped.faulty.replace(Fault(at: 0, among: [.write], code: .noSpace, errno: 28))
        stepped.log.drive()
        for task in [first, second] {
            let result = await task.result
            #expect(throws: StateError.self) { try result.get() }
        }
        stepped.faulty.replace(nil)
        let third = Task { try await state.create(Account(id: "a", balance: 5)) }
        await stepped.staged(2)
        stepped.log.drive()
        #expect(try await third.value.balance == 5)
        #expect(try state.get(Account.self, "a")?.balance == 5)
        #expect(try state.versioned(Account.self, "a")?.revision == SequenceNumber(2))
    }

    @Test func `a transaction of many records is there whole, and one of too many not at all`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.transaction { transaction in
            for number in 0..<100 { try transaction.create(Account(id: "k\(number)", balance: number)) }
        }
        try await state.close()
        let again = try await folder.open()
        #expect(again.statistics.keys == 100)
        await #expect(throws: StateError.self) {
            try await again.transaction { transaction in
                for number in 0...Transaction.mostWrites {
                    try transaction.upsert(Account(id: "m\(number)", balance: 0))
                }
            }
        }
        #expect(again.statistics.keys == 100)
        try await again.close()
    }
}
