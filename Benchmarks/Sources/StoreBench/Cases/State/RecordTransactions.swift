import Cairn

/// Transactions of ten writes.
struct RecordTransactions: Measurement {
    let name = "transaction"
    let sentence = "64 tasks create ten records with two indices in each transaction"

    func run(_ setting: Setting) async throws -> [Row] {
        let state = try await StateManager.open(
            "\(setting.folder)/store", records: Player.self, options: Store.quietOptions)
        let crowd = RecordCrowd(state: state, tasks: 64)
        let write: @Sendable (Int) async throws -> Void = { number in
            try await state.transaction { transaction in
                for member in 0..<10 { _ = try transaction.create(Player(number * 10 + member)) }
            }
        }
        _ = try await crowd.timesPerSecond(seconds: 0.5, write)
        var rates: [Double] = []
        try await setting.eachRound(name) { _ in rates.append(try await crowd.timesPerSecond(seconds: 0.7, write)) }
        try await state.close()
        return [Row(name, "ten writes each, 64 tasks", "transactions/s", rates, .atLeast(20_000))]
    }
}
