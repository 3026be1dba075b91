import Cairn
import Foundation

/// A store of a million records gets an index that it did not have, while it is open and used.
struct IndexBuilds: Measurement {
    let name = "index"
    let sentence = "an index is added to a million records in the background, without writers and beside some"
    private static let records = 1_000_000
    private static let writers = 4

    /// The same records, seen by a program that looks for one thing more.
    private struct Indexed: Record {
        static let kind = Player.kind
        var id: UUID
        var name: String
        var score: Int
        var email: String
        var active: Bool
        static let indices: [Index<Indexed>] = [.ordered("score", \.score)]
    }

    func run(_ setting: Setting) async throws -> [Row] {
        let path = "\(setting.folder)/store"
        let plain = try await StateManager.open(path, records: Plain.self, options: Store.quietOptions)
        var ids: [UUID] = []
        for start in stride(from: 0, to: Self.records, by: 1_000) {
            let batch = (start..<start + 1_000).map { Plain(Player($0)) }
            ids += batch.map(\.id)
            _ = try await plain.create(all: batch)
        }
        try await plain.close()
        var (alone, beside, slowest): ([Double], [Double], [Double]) = ([], [], [])
        try await setting.eachRound(name) { _ in
            alone.append(try await Self.build(path, nil).seconds)
            let (seconds, worst) = try await Self.build(path, ids)
            beside.append(seconds)
            slowest.append(worst)
        }
        return [
            Row(name, "an index of a million records, until queries use it", "s", alone, .atMost(2)),
            Row(name, "the same beside four writers", "s", beside),
            Row(name, "the slowest write meanwhile", "ms", slowest),
        ]
    }

    /// Seconds from when the store is open until the index is there, and milliseconds of the slowest write.
    private static func build(_ path: String, _ ids: [UUID]?) async throws -> (seconds: Double, slowest: Double) {
        let state = try await StateManager.open(
            path, records: Indexed.self, options: Store.quietOptions, indices: .inBackground)
        let clock = ContinuousClock()
        let start = clock.now
        let slowest = try await withThrowingTaskGroup(of: Double.self) { group in
            for writer in 0..<(ids == nil ? 0 : writers) {
                group.addTask {
                    var worst = 0.0
                    var number = writer
                    while state.indexHealth.contains(where: { $0.state == .building }), let ids {
                        let id = ids[number * 7_919 % ids.count]
                        number += writers
                        let took = try await clock.measure {
                            try await state.update(Indexed.self, id) { $0.active.toggle() }
                        }
                        worst = max(worst, took / .milliseconds(1))
                    }
                    return worst
                }
            }
            await state.waitForBuiltIndices()
            return try await group.reduce(0.0) { max($0, $1) }
        }
        let seconds = (clock.now - start) / .seconds(1)
        guard state.indexHealth.map(\.entries) == [records] else { throw RecordReads.WrongAnswer() }
        try await state.close()
        return (seconds, slowest)
    }
}

/// A player that nothing is found by.
private struct Plain: Record {
    static let kind = Player.kind
    var id: UUID
    var name: String
    var score: Int
    var email: String
    var active: Bool

    init(_ player: Player) {
        (id, name, score, email, active) = (player.id, player.name, player.score, player.email, player.active)
    }
}
