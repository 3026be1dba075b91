import CairnLog

/// Compaction with nobody in its way.
struct CompactionSpeed: Measurement {
    let name = "compact"
    let sentence = "compacts half a gigabyte of which two thirds are superseded"
    private static let keys = 700_000

    func run(_ setting: Setting) async throws -> [Row] {
        var rates: [Double] = []
        let sample = SampleLine(bytes: 250)
        try await setting.eachRound(name) { round in
            let path = "\(setting.folder)/store-\(round)"
            let log = try await Log.open(path, options: Store.quietOptions)
            // In three rounds over the same keys each of the first two leaves its lines behind; every eighth key stays.
            for share in [1, 2, 3] {
                try await Store.fill(log, sample, (0..<Self.keys).lazy.filter { share == 1 || $0 % 8 != 0 })
            }
            let report = try await log.compact()
            rates.append(Double(report.bytesRead + report.bytesWritten) / report.milliseconds / 1e3)
            try await log.close()
            Workplace.remove(path)
        }
        return [Row(name, "compaction, read and written", "MB/s", rates, .atLeast(500))]
    }
}
