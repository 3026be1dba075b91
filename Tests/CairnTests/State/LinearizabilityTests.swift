import Cairn
import CrashLab
import Laboratory
import Synchronization
import Testing

/// Many tasks, one record, a real store: what they were told must have an order.
@Suite struct LinearizabilityTests {
    /// Gives each moment a number, and each value.
    private final class Recorder: Sendable {
        private let clock = Atomic<Int>(0)
        private let events = Mutex<[String: [RecordHistory.Event]]>([:])

        var tick: Int { clock.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue }

        func note(
            _ id: String, _ action: RecordHistory.Action, _ body: () async throws -> RecordHistory.Reply
        ) async throws {
            let begun = tick
            let reply = try await body()
            let event = RecordHistory.Event(action, reply, begun: begun, ended: tick)
            events.withLock { $0[id, default: []].append(event) }
        }

        var histories: [[RecordHistory.Event]] { events.withLock { Array($0.values) } }
    }

    #if DEBUG || SANITIZED
        private static let rounds = 30
    #else
        private static let rounds = 120
    #endif

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `what many tasks are told of one record has an order`(seed: UInt64) async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let recorder = Recorder()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<10 {
                group.addTask {
                    var random = Seeded(seed, task)
                    for _ in 0..<Self.rounds { try await Self.act(on: state, recorder, &random) }
                }
            }
            try await group.waitForAll()
        }
        for events in recorder.histories { #expect(RecordHistory(events).verdict() == .linearizable) }
        #expect(recorder.histories.reduce(0) { $0 + $1.count } >= 10 * Self.rounds)
        try await state.close()
    }

    private static func act(on state: StateManager, _ recorder: Recorder, _ random: inout Seeded) async throws {
        let id = ["a", "b"][random.below(2)]
        let new = recorder.tick
        switch random.below(10) {
        case 0, 1, 2: try await recorder.note(id, .read) { .value(try state.get(Account.self, id)?.balance) }
        case 3:
            try await recorder.note(id, .read) {
                .value(try await state.transaction { try $0.get(Account.self, id)?.balance })
            }
        case 4:
            try await recorder.note(id, .write(new)) {
                try await state.upsert(Account(id: id, balance: new))
                return .done
            }
        case 5, 6: try await recorder.note(id, .exchange(new)) { try await exchange(state, id, new) }
        case 7, 8: try await compare(state, recorder, id, new)
        default:
            try await recorder.note(id, .delete) {
                try await state.delete(Account.self, id) ? .done : .refused(nil)
            }
        }
    }

    private static func exchange(
        _ state: StateManager, _ id: String, _ new: Int
    ) async throws -> RecordHistory.Reply {
        try await state.transaction { transaction in
            guard let old = try transaction.get(Account.self, id) else { return .refused(nil) }
            try transaction.update(Account.self, id) { $0.balance = new }
            return .value(old.balance)
        }
    }

    /// Reads, and writes only over what it has read; a conflict tells what is there instead.
    private static func compare(
        _ state: StateManager, _ recorder: Recorder, _ id: String, _ new: Int
    ) async throws {
        var found: Versioned<Account>?
        try await recorder.note(id, .read) {
            found = try state.versioned(Account.self, id)
            return .value(found?.record.balance)
        }
        guard let old = found else { return }
        try await recorder.note(id, .compare(old.record.balance, with: new)) {
            do {
                try await state.upsert(Account(id: id, balance: new), expecting: old.revision)
                return .done
            } catch let error as StateError where error.code == .conflict {
                let current = error.conflict?.current.map { String(decoding: $0, as: UTF8.self) }
                let digits = current?.split(separator: ":").last?.dropLast()
                return .refused(digits.flatMap { Int($0) })
            }
        }
    }
}
