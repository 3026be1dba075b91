import CairnLog

/// Opening a store whose writer was killed, from its lines alone.
struct OpeningWithoutHelp: Measurement {
    let name = "open"
    let sentence = "opens a gigabyte of log after kill -9, without snapshot and hints"
    private static let lines = 4_200_000

    func run(_ setting: Setting) async throws -> [Row] {
        let path = "\(setting.folder)/store"
        let log = try await Log.open(path, options: Store.quietOptions)
        try await Store.fill(log, SampleLine(bytes: 250), 0..<Self.lines)
        try await log.close()
        Workplace.removeHints(path)
        _ = try await ChildTask.open(path)
        var (wall, processor): ([Double], [Double]) = ([], [])
        try await setting.eachRound(name) { _ in
            Workplace.removeHints(path)
            let opening = try await ChildTask.open(path)
            wall.append(Double(opening.bytesRead) / opening.milliseconds / 1e6)
            processor.append(Double(opening.bytesRead) / opening.processorMilliseconds / 1e6)
        }
        return [
            Row(name, "log checked and indexed, for each second of one core", "GB/s", processor, .atLeast(1)),
            Row(name, "log checked and indexed, for each second of the clock", "GB/s", wall),
        ]
    }
}
