import CairnLog

/// Opening a store whose writer was killed, with a snapshot.
struct OpeningWithSnapshot: Measurement {
    let name = "snapshot"
    let sentence = "opens a million keys after kill -9, with a snapshot"
    private static let lines = 1_000_000

    func run(_ setting: Setting) async throws -> [Row] {
        let path = "\(setting.folder)/store"
        let log = try await Log.open(path, options: Store.quietOptions)
        try await Store.fill(log, SampleLine(bytes: 250), 0..<Self.lines)
        let report = try await log.snapshot()
        try await log.close()
        _ = try await ChildTask.open(path)
        var times: [Double] = []
        try await setting.eachRound(name) { _ in
            times.append(try await ChildTask.open(path).milliseconds)
        }
        return [
            Row(name, "a million keys, opened with a snapshot", "ms", times, .atMost(150)),
            Row(name, "a million keys, snapshot taken", "ms", [report.milliseconds]),
        ]
    }
}
