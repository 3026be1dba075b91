import Cairn

/// Typed records, one at a time from many tasks and many at a time from one; each durable when its call returns.
struct RecordCreation: Measurement {
    let name = "create"
    let sentence = "1 and 64 tasks create records with two indices; one creates a thousand at a time"
    private static let batch = 1_000

    func run(_ setting: Setting) async throws -> [Row] {
        let state = try await StateManager.open(
            "\(setting.folder)/store", records: Player.self, options: Store.quietOptions)
        var (lone, many, bulk): ([Double], [Double], [Double]) = ([], [], [])
        let create: @Sendable (Int) async throws -> Void = { _ = try await state.create(Player($0)) }
        _ = try await RecordCrowd(state: state, tasks: 16).timesPerSecond(seconds: 0.5, create)
        try await setting.eachRound(name) { _ in
            lone.append(try await RecordCrowd(state: state, tasks: 1).timesPerSecond(seconds: 0.7, create))
            many.append(try await RecordCrowd(state: state, tasks: 64).timesPerSecond(seconds: 0.7, create))
            let batches = try await RecordCrowd(state: state, tasks: 1).timesPerSecond(seconds: 0.7) { number in
                _ = try await state.create(all: (0..<Self.batch).map { Player(number * Self.batch + $0) })
            }
            bulk.append(batches * Double(Self.batch))
        }
        try await state.close()
        return [
            Row(name, "1 task", "records/s", lone),
            Row(name, "64 tasks", "records/s", many, .atLeast(150_000)),
            Row(name, "a thousand at a time", "records/s", bulk, .atLeast(400_000)),
        ]
    }
}
