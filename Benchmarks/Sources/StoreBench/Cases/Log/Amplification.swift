import CairnLog

/// How much compaction writes for what was written, and how much room the log takes for what is live.
struct Amplification: Measurement {
    let name = "amplify"
    let sentence = "write and space amplification of compaction, for garbage shares from 0 to 95 %"
    private static let lines = 200_000
    private static let steps = 40

    func run(_ setting: Setting) async throws -> [Row] {
        var rows: [Row] = []
        for share in [0, 10, 25, 40, 50, 60, 75, 90, 95] {
            Console.progress("\(name): \(share) % garbage")
            let path = "\(setting.folder)/store-\(share)"
            let (write, space) = try await measure(path, keys: max(1, Self.lines * (100 - share) / 100))
            rows.append(Row(name, "\(share) % garbage: written again for each byte", "ratio", [write], .atMost(1)))
            rows.append(Row(name, "\(share) % garbage: log for each live byte", "ratio", [space], .atMost(2)))
            Workplace.remove(path)
        }
        return rows
    }

    /// Writes over keys at random, compacting as it goes, as a program that runs for long would.
    private func measure(_ path: String, keys: Int) async throws -> (write: Double, space: Double) {
        var options = Store.quietOptions
        options.segmentBytes = 1 << 20
        let log = try await Log.open(path, options: options)
        let sample = SampleLine(bytes: 250)
        var state: UInt64 = 42
        var space = 0.0
        for step in 0..<Self.steps {
            let count = Self.lines / Self.steps
            // Each key once at first, then any of them.
            let numbers = (0..<count).map { index -> Int in
                let number = step * count + index
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return number < keys ? number : Int(state >> 33) % keys
            }
            try await Store.fill(log, sample, numbers)
            let report = try await log.compact()
            // Beside the rule stands the segment that still grows.
            let slack = Double(options.segmentBytes)
            space = max(space, (Double(report.logBytes) - slack) / Double(max(1, report.liveBytes)))
        }
        let numbers = log.statistics
        try await log.close()
        return (Double(numbers.bytesCompacted) / Double(max(1, numbers.bytesWritten)), space)
    }
}
