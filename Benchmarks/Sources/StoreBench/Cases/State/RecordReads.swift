import Cairn
import Foundation

/// Reading among a million records that are in the page cache.
struct RecordReads: Measurement {
    let name = "read"
    let sentence = "one task reads single records, and ten by an index, out of a million"
    private static let records = 1_000_000
    private static let reads = 100_000
    private static let queries = 5_000
    /// Records that fit into the cache of lines.
    private static let hot = 10_000

    func run(_ setting: Setting) async throws -> [Row] {
        let state = try await StateManager.open(
            "\(setting.folder)/store", records: Player.self, options: Store.quietOptions)
        let ids = try await Self.fill(state, Self.records)
        var (typed, raw, query): ([Double], [Double], [Double]) = ([], [], [])
        var (hotTyped, hotRaw): ([Double], [Double]) = ([], [])
        try await setting.eachRound(name) { _ in
            let (one, its) = try Self.points(state, ids)
            typed.append(one)
            raw.append(its)
            _ = try Self.points(state, ids.prefix(Self.hot))
            let (hotOne, hotIts) = try Self.points(state, ids.prefix(Self.hot))
            hotTyped.append(hotOne)
            hotRaw.append(hotIts)
            query.append(try Self.ranges(state))
        }
        try await state.close()
        return [
            Row(name, "one of ten thousand records read before, decoded", "µs", hotTyped, .atMost(3)),
            Row(name, "one of them, its bytes", "µs", hotRaw, .atMost(1)),
            Row(name, "any record, decoded", "µs", typed),
            Row(name, "any record, its bytes", "µs", raw),
            Row(name, "ten by an ordered index, decoded", "µs", query, .atMost(50)),
        ]
    }

    /// Microseconds for a record and for its bytes.
    private static func points(_ state: StateManager, _ ids: some Collection<UUID>) throws -> (Double, Double) {
        let wanted = (0..<reads).compactMap { _ in ids.randomElement() }
        let typed = try microseconds(reads) {
            guard try state.get(Player.self, wanted[$0]) != nil else { throw WrongAnswer() }
        }
        let names = wanted.map(\.uuidString)
        let raw = try microseconds(reads) {
            guard try state.json(kind: "player", id: names[$0]) != nil else { throw WrongAnswer() }
        }
        return (typed, raw)
    }

    private static func ranges(_ state: StateManager) throws -> Double {
        try microseconds(queries) { number in
            let least = number * 199 % (records - 10)
            let found = try state.query(Player.where(\.score >= least).sorted(by: \.score).limit(10))
            guard found.count == 10, found[0].score == least else { throw WrongAnswer() }
        }
    }

    /// A thousand at a time; their ids.
    static func fill(_ state: StateManager, _ count: Int) async throws -> [UUID] {
        var ids: [UUID] = []
        for start in stride(from: 0, to: count, by: 1_000) {
            let batch = (start..<min(count, start + 1_000)).map { Player($0) }
            ids += batch.map(\.id)
            _ = try await state.create(all: batch)
        }
        return ids
    }

    private static func microseconds(_ count: Int, _ body: (Int) throws -> Void) throws -> Double {
        let took = try ContinuousClock().measure {
            for number in 0..<count { try body(number) }
        }
        return took / .microseconds(1) / Double(count)
    }

    struct WrongAnswer: Error, CustomStringConvertible {
        var description: String { "a query answered with other records than those that were written" }
    }
}
