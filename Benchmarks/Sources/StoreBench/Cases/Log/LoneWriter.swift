import CairnLog

/// One task, one record at a time.
struct LoneWriter: Measurement {
    let name = "lone"
    let sentence = "one task writes 250-byte lines, one at a time, against the bare disk"

    func run(_ setting: Setting) async throws -> [Row] {
        let log = try await Log.open("\(setting.folder)/store", options: Store.quietOptions)
        let crowd = WriterCrowd(log: log, sample: SampleLine(bytes: 250))
        let floor = Floor(setting)
        // The first segment starts small and is filled ahead by steps; what counts is how it goes on.
        _ = try await crowd.recordsPerSecond(seconds: 0.5)
        var (ratios, rates, floors): ([Double], [Double], [Double]) = ([], [], [])
        try await setting.eachRound(name) { _ in
            let (base, rate) = try await floor.around(bytes: 250, seconds: 1) {
                try await crowd.recordsPerSecond(seconds: 1)
            }
            ratios.append(rate / base)
            rates.append(rate)
            floors.append(base)
        }
        try await log.close()
        return [
            Row(name, "one writer, of the bare disk's rate", "ratio", ratios, .atLeast(0.85)),
            Row(name, "one writer", "records/s", rates), Row(name, "the bare disk", "syncs/s", floors),
        ]
    }
}
