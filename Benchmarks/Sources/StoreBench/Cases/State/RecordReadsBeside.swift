import BenchProcess
import Cairn
import Foundation

/// What a reader feels of writers that give all they can.
struct RecordReadsBeside: Measurement {
    let name = "read-beside"
    let sentence = "one thread reads single records while 64 tasks create as fast as they can"
    private static let records = 100_000

    func run(_ setting: Setting) async throws -> [Row] {
        let state = try await StateManager.open(
            "\(setting.folder)/store", records: Player.self, options: Store.quietOptions)
        let ids = try await RecordReads.fill(state, Self.records)
        var (usual, slow, written): ([Double], [Double], [Double]) = ([], [], [])
        try await setting.eachRound(name) { _ in
            async let rate = RecordCrowd(state: state, tasks: 64).timesPerSecond(seconds: 1.5) {
                _ = try await state.create(Player($0))
            }
            // A thread, as the tasks take both cores of a small machine.
            let times = try await PlainThread.run { try Self.latencies(state, ids, seconds: 1.2) }
            usual.append(Row.percentile(0.5, of: times))
            slow.append(Row.percentile(0.99, of: times))
            written.append(try await rate)
        }
        try await state.close()
        return [
            Row(name, "p50 of one record, decoded", "µs", usual),
            Row(name, "p99 of one record, decoded", "µs", slow, .atMost(1_000)),
            Row(name, "records created meanwhile", "records/s", written),
        ]
    }

    private static func latencies(_ state: StateManager, _ ids: [UUID], seconds: Double) throws -> [Double] {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var random = SystemRandomNumberGenerator()
        var times: [Double] = []
        while clock.now < end {
            let id = ids[Int.random(in: 0..<ids.count, using: &random)]
            let start = clock.now
            guard try state.get(Player.self, id) != nil else { throw RecordReads.WrongAnswer() }
            times.append((clock.now - start) / .microseconds(1))
        }
        return times
    }
}
