import BenchProcess
import Synchronization

/// A writer beside a compaction: how long that takes, and what the writer feels.
struct CompactionContest: Part {
    let name = "compaction"
    let sentence = "compaction of a store of which a third is garbage, while one client writes durably"
    private static let records = 200_000
    private static let again = 100_000
    private static let idleSeconds = 0.5
    /// A timeline's step.
    private static let binMilliseconds = 20.0
    private static let mostSeconds = 20.0

    /// When a write ended, in milliseconds from the beginning, and how many microseconds it took.
    private struct Sample: Sendable {
        var at: Double
        var took: Double
    }

    private func entrants(_ setting: Setting) -> [Entrant] { setting.entrants.filter { $0.can.contains(.compacts) } }

    func steps(_ setting: Setting) -> Int {
        setting.wants(name, "beside") ? setting.rounds * entrants(setting).count : 0
    }

    func run(_ setting: Setting) async throws -> Findings {
        var findings = Findings()
        guard setting.wants(name, "beside") else { return findings }
        let folder = try setting.makeFolder(name)
        var stores: [(Entrant, any Contender, String)] = []
        for (index, entrant) in entrants(setting).enumerated() {
            let path = "\(folder)/\(index)"
            try FileTools.make(path)
            setting.progress.say("\(entrant.name): loads \(Self.records) records")
            let store = try await entrant.open(path, Setup())
            try await Loading.load(store, 0..<Self.records, batch: 1_000)
            stores.append((entrant, store, path))
        }
        for round in 0..<setting.rounds {
            for turn in stores.indices {
                let (entrant, store, path) = stores[(turn + round) % stores.count]
                setting.progress.step("compaction, round \(round + 1): \(entrant.name)")
                var random = Random(seed: UInt64(round))
                let numbers = (0..<Self.again).map { _ in random.below(Self.records) }
                try await Loading.load(store, numbers, batch: 1_000, salt: round + 1)
                try await Loading.settle()
                try await measure(store, path, entrant.name, isLast: round == setting.rounds - 1, &findings)
            }
        }
        for (_, store, _) in stores { try await store.close() }
        FileTools.remove(folder)
        return findings
    }

    private func measure(
        _ store: any Contender, _ path: String, _ contender: String, isLast: Bool, _ findings: inout Findings
    ) async throws {
        let size = Double(FileTools.bytesOnDevice(path))
        let idle = try await samples(store) { $0 > Self.idleSeconds * 1e3 }
        let isDone = Flag()
        async let writing = samples(store) { $0 > Self.mostSeconds * 1e3 || isDone.isSet }
        // The writer's first writes come before, so that the timeline shows both.
        try await Task.sleep(for: .milliseconds(200))
        let start = ContinuousClock.now
        try await store.compact()
        let took = (ContinuousClock.now - start) / .milliseconds(1)
        try await Task.sleep(for: .milliseconds(200))
        isDone.set()
        let all = try await writing
        try Interruption.check()
        let beside = all.filter { $0.at >= 200 && $0.at - $0.took / 1e3 <= 200 + took }.map(\.took)
        let calm = Series.percentile(0.99, of: idle.map(\.took))
        note("milliseconds", took, "ms")
        note("MB/s of what lay on the device", size / took / 1e3, "MB/s", isBetterLower: false)
        note("p99 of the writer without", calm, "µs")
        note("p99 of the writer beside it", Series.percentile(0.99, of: beside), "µs")
        note("p99 beside, of p99 without", Series.percentile(0.99, of: beside) / max(calm, 1), "ratio")
        note("worst of the writer beside it", beside.max() ?? 0, "µs")
        if isLast { findings.curves.append(timeline(all, contender)) }
        func note(_ what: String, _ value: Double, _ unit: String, isBetterLower: Bool = true) {
            findings.note(value, name, "beside a writer: \(what)", contender, unit, isBetterLower: isBetterLower)
        }
    }

    /// The slowest write of each step, by when it began: at 200 ms the compaction does.
    private func timeline(_ all: [Sample], _ contender: String) -> Curve {
        var bins: [Int: Double] = [:]
        for sample in all {
            let bin = Int((sample.at - sample.took / 1e3) / Self.binMilliseconds)
            bins[bin] = max(bins[bin] ?? 0, sample.took)
        }
        let points = bins.sorted { $0.key < $1.key }.map {
            Curve.Point(x: Double($0.key) * Self.binMilliseconds, y: $0.value)
        }
        return Curve(plot: "compaction", contender: contender, points: points)
    }

    /// One client writes until it is told to end.
    @concurrent
    private func samples(
        _ store: any Contender, until isOver: @escaping @Sendable (Double) -> Bool
    ) async throws -> [Sample] {
        let start = ContinuousClock.now
        var random = Random(seed: 7)
        switch try store.client(.synced) {
        case .task(let client):
            var samples: [Sample] = []
            while let (number, began) = Self.next(&random, start, isOver) {
                try await client.write(.write(number, salt: samples.count))
                samples.append(Self.sample(start, began))
            }
            return samples
        case .thread(let client):
            return try await PlainThread.run {
                var random = Random(seed: 7)
                var samples: [Sample] = []
                while let (number, began) = Self.next(&random, start, isOver) {
                    try client.write(.write(number, salt: samples.count))
                    samples.append(Self.sample(start, began))
                }
                return samples
            }
        }
    }

    private static func next(
        _ random: inout Random, _ start: ContinuousClock.Instant, _ isOver: (Double) -> Bool
    ) -> (Int, ContinuousClock.Instant)? {
        let now = ContinuousClock.now
        if Interruption.isAsked || isOver((now - start) / .milliseconds(1)) { return nil }
        return (random.below(records), now)
    }

    private static func sample(_ start: ContinuousClock.Instant, _ began: ContinuousClock.Instant) -> Sample {
        let now = ContinuousClock.now
        return Sample(at: (now - start) / .milliseconds(1), took: (now - began) / .microseconds(1))
    }
}

/// Set once, from another thread.
final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}
