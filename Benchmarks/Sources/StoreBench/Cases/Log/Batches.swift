import CairnLog

/// One task, a hundred records at a time.
struct Batches: Measurement {
    let name = "batch"
    let sentence = "one task writes batches of 100 lines, against the bare disk with the same bytes"
    private static let size = 100
    /// As many batches as are made ahead: 100,000 keys, more than the caches of a processor hold slots of.
    private static let madeAhead = 1_000

    func run(_ setting: Setting) async throws -> [Row] {
        let log = try await Log.open("\(setting.folder)/store", options: Store.quietOptions)
        let sample = SampleLine(bytes: 250)
        let crowd = WriterCrowd(log: log, sample: sample, batch: Self.size)
        let ready = try (0..<Self.madeAhead).map { batch in
            try (0..<Self.size).map { try sample.entry(batch * Self.size + $0) }
        }
        let floor = Floor(setting)
        _ = try await crowd.recordsPerSecond(seconds: 0.5)
        var (ratios, rates, whole): ([Double], [Double], [Double]) = ([], [], [])
        try await setting.eachRound(name) { _ in
            let (base, rate) = try await floor.around(bytes: 250 * Self.size, seconds: 1) {
                try await recordsPerSecond(log, ready, seconds: 1)
            }
            ratios.append(rate / (base * Double(Self.size)))
            rates.append(rate)
            whole.append(try await crowd.recordsPerSecond(seconds: 0.5))
        }
        try await log.close()
        return [
            Row(name, "batches of 100, of the bare disk's rate", "ratio", ratios, .atLeast(0.8)),
            Row(name, "batches of 100", "records/s", rates),
            Row(name, "batches of 100, each made and checked in between", "records/s", whole),
        ]
    }

    /// The entries are made before the clock runs, as the bytes of the bare disk are.
    @concurrent
    private func recordsPerSecond(_ log: Log, _ ready: [[Entry]], seconds: Double) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        while clock.now - start < .seconds(seconds) {
            _ = try await log.append(batch: ready[count % ready.count])
            count += 1
        }
        return Double(count * Self.size) / ((clock.now - start) / .seconds(1))
    }
}
