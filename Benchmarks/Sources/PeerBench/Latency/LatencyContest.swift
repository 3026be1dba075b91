import Foundation

/// What a durable write takes when writes arrive by the clock.
struct LatencyContest: Part {
    let name = "latency"
    let sentence = "durable writes that arrive by the clock, at a quarter and at twice the rate of the bare disk"

    /// How fast they come, for the syncs that the bare disk does: something that everybody can take, and something that
    /// only those can who share syncs.
    private struct Pace {
        var plot: String
        var title: String
        var share: Double
    }

    private static let paces = [
        Pace(plot: "latency-quarter", title: "a quarter of the bare disk's rate", share: 0.25),
        Pace(plot: "latency-twice", title: "twice the bare disk's rate", share: 2),
    ]
    private static let leastRate = 100
    private static let lanes = 64
    private static let records = 50_000
    private static let shares = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999)]

    func steps(_ setting: Setting) -> Int {
        setting.wants(name, name) ? Self.paces.count * setting.rounds * setting.entrants.count : 0
    }

    func run(_ setting: Setting) async throws -> Findings {
        guard setting.wants(name, name) else { return Findings() }
        var findings = Findings()
        let folder = try setting.makeFolder(name)
        var stores: [(Entrant, any Contender)] = []
        for (index, entrant) in setting.entrants.enumerated() {
            let path = "\(folder)/\(index)"
            try FileTools.make(path)
            let store = try await entrant.open(path, Setup())
            if entrant.can.contains(.reads) { try await Loading.load(store, 0..<Self.records, batch: 1_000) }
            stores.append((entrant, store))
        }
        try await Loading.settle()
        for pace in Self.paces {
            var all: [String: [Double]] = [:]
            for round in 0..<setting.rounds {
                let rate = try await rate(pace, folder)
                for turn in stores.indices {
                    let (entrant, store) = stores[(turn + round) % stores.count]
                    setting.progress.step("\(pace.title), round \(round + 1): \(entrant.name)")
                    let loop = OpenLoop(
                        store: store, rate: rate, lanes: Self.lanes, records: Self.records,
                        seconds: setting.seconds * 2, seed: UInt64(round))
                    let times = try await loop.latencies()
                    try Interruption.check()
                    note(times, pace, rate, entrant.name, &findings)
                    all[entrant.name, default: []] += times
                }
            }
            findings.curves += setting.entrants.map { curve(pace.plot, $0.name, all[$0.name] ?? []) }
        }
        for (_, store) in stores { try await store.close() }
        FileTools.remove(folder)
        return findings
    }

    /// What the disk does now decides, as it drifts.
    private func rate(_ pace: Pace, _ folder: String) async throws -> Int {
        let floor = try FloorContender(folder)
        let crowd = Crowd(store: floor, clients: 1, keeping: .synced, population: Population(0))
        let outcome = try await crowd.run(seconds: 0.2) { .write($0.count, salt: 0) }
        return max(Self.leastRate, Int(Double(outcome.writes) / outcome.seconds * pace.share))
    }

    private func note(
        _ times: [Double], _ pace: Pace, _ rate: Int, _ contender: String, _ findings: inout Findings
    ) {
        func note(_ value: Double, _ what: String, _ unit: String) {
            findings.note(value, name, "\(pace.title): \(what)", contender, unit, isBetterLower: true)
        }
        note(Double(rate), "arrivals", "1/s")
        // One in a thousand says nothing where fewer than a thousand came.
        for (title, share) in Self.shares where Double(times.count) * (1 - share) >= 1 {
            note(Series.percentile(share, of: times), title, "µs")
        }
        note(times.max() ?? 0, "worst", "µs")
    }

    /// How many of so many waited longer, by powers of ten: x is 1 / (1 - share).
    private func curve(_ plot: String, _ contender: String, _ times: [Double]) -> Curve {
        let sorted = times.sorted()
        let points = stride(from: 0.0, through: 4, by: 0.05).compactMap { power -> Curve.Point? in
            let share = 1 - pow(10, -power)
            guard Double(sorted.count) * (1 - share) >= 1 else { return nil }
            return Curve.Point(x: pow(10, power), y: sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
        }
        return Curve(plot: plot, contender: contender, points: points)
    }
}
