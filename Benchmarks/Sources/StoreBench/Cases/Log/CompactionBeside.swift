import CairnLog

/// What a writer feels of a compaction.
struct CompactionBeside: Measurement {
    let name = "beside"
    let sentence = "one task writes while a compaction runs, and while none does"
    private static let keys = 400_000
    private static let seconds = 2.0

    func run(_ setting: Setting) async throws -> [Row] {
        let sample = SampleLine(bytes: 250)
        let log = try await Log.open("\(setting.folder)/store", options: Store.quietOptions)
        try await Store.fill(log, sample, 0..<Self.keys)
        let beside = LatencyProbe(log: log, sample: sample, keys: Self.keys)
        _ = try await beside.latencies(seconds: 0.5)
        var (ratios, slow, speeds, calm): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        try await setting.eachRound(name) { _ in
            // Every second key again, so that there is something to gain in each segment.
            try await Store.fill(log, sample, (0..<Self.keys).lazy.filter { $0 % 2 == 0 })
            try await Workplace.settle()
            // Half of it before and half after, as the disk drifts.
            var idle = try await beside.latencies(seconds: Self.seconds / 2)
            async let report = log.compact(all: true)
            let busy = try await beside.latencies(seconds: Self.seconds * 30) { log.statistics.compactions }
            let done = try await report
            try await Workplace.settle()
            idle += try await beside.latencies(seconds: Self.seconds / 2)
            ratios.append(Row.percentile(0.99, of: busy) / Row.percentile(0.99, of: idle))
            calm.append(Row.percentile(0.99, of: idle))
            slow.append(Row.percentile(0.5, of: busy) / Row.percentile(0.5, of: idle))
            speeds.append(Double(done.bytesRead + done.bytesWritten) / done.milliseconds / 1e3)
        }
        try await log.close()
        return [
            Row(name, "p99 of a writer beside a compaction, of p99 without", "ratio", ratios, .atMost(1.5)),
            Row(name, "p50 of a writer beside a compaction, of p50 without", "ratio", slow),
            Row(name, "p99 of a writer without a compaction", "µs", calm),
            Row(name, "compaction beside a writer, read and written", "MB/s", speeds),
        ]
    }
}
