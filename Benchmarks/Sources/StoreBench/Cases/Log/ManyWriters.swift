import CairnLog

/// Many tasks, each with one record at a time.
struct ManyWriters: Measurement {
    let name = "many"
    let sentence = "1, 16, 64 and 256 tasks write 250-byte lines and wait for each"

    func run(_ setting: Setting) async throws -> [Row] {
        let log = try await Log.open("\(setting.folder)/store", options: Store.quietOptions)
        let floor = Floor(setting)
        let sample = SampleLine(bytes: 250)
        let counts = [1, 16, 64, 256]
        _ = try await WriterCrowd(log: log, sample: sample, tasks: 16).recordsPerSecond(seconds: 0.5)
        var rates: [Int: [Double]] = [:]
        var shares: [Int: [Double]] = [:]
        try await setting.eachRound(name) { _ in
            for tasks in counts {
                let crowd = WriterCrowd(log: log, sample: sample, tasks: tasks)
                let (base, rate) = try await floor.around(bytes: 250, seconds: 0.5) {
                    try await crowd.recordsPerSecond(seconds: 0.7)
                }
                rates[tasks, default: []].append(rate)
                shares[tasks, default: []].append(rate / base)
            }
        }
        try await log.close()
        return counts.flatMap { tasks in
            [
                Row(
                    name, "\(tasks) writers, lines for one sync of the bare disk", "lines/sync", shares[tasks] ?? [],
                    tasks == 64 ? .atLeast(20) : nil),
                Row(name, "\(tasks) writers", "lines/s", rates[tasks] ?? []),
            ]
        }
    }
}
