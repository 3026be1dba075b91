import Cairn
import FieldKit

/// Makes transactions in all lanes at once, each after the one before it, and tells of each that is durable.
struct Writing {
    let state: StateManager
    let turns: Int

    func run() async throws {
        for lane in 0..<Lane.count { try await prepare(lane) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<Lane.count { group.addTask { try await self.run(lane) } }
            try await group.waitForAll()
        }
    }

    private func prepare(_ lane: Int) async throws {
        guard try state.get(Lane.self, lane) == nil else { return }
        try await state.transaction { transaction in
            try transaction.create(Lane(id: lane, turn: 0))
            for purse in 0..<Purse.count {
                try transaction.create(Purse(id: "\(lane)-\(purse)", lane: lane, balance: Purse.first))
            }
        }
    }

    private func run(_ lane: Int) async throws {
        for _ in 0..<turns {
            let number = try await state.transaction { transaction in
                let number = try transaction.update(Lane.self, lane) { $0.turn += 1 }.turn
                let turn = Turn(lane: lane, number: number)
                if let gone = turn.gone { try transaction.delete(Slip.self, gone) }
                try transaction.create(turn.slip)
                try transaction.update(Purse.self, turn.from) { $0.balance -= turn.slip.amount }
                try transaction.update(Purse.self, turn.to) { $0.balance += turn.slip.amount }
                return number
            }
            Driver.say("ack \(lane) \(number)")
        }
    }
}
