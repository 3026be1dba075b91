import CairnLog

/// What a key costs in memory, and what a large store does.
struct KeyMemory: Measurement {
    let name = "memory"
    let sentence = "memory of one and of ten million keys"
    /// What opening may use beside 32 bytes a key: the lines of two segments on their way into the table at 40 bytes
    /// each, read buffers, the program, and what the allocator keeps back while the table grows.
    private static let besideKeys = 96 << 20

    func run(_ setting: Setting) async throws -> [Row] {
        var rows: [Row] = []
        let path = "\(setting.folder)/store"
        let sample = SampleLine(bytes: 160)
        var filled = 0
        for millions in [1, 10] {
            let count = millions * 1_000_000
            Console.progress("\(name): fills \(millions) million keys")
            let log = try await Log.open(path, options: Store.quietOptions)
            try await Store.fill(log, sample, filled..<count)
            filled = count
            let numbers = log.statistics
            let each = Double(numbers.keyTableBytes) / Double(numbers.keys)
            rows.append(Row(name, "\(millions) million keys, written", "bytes/key", [each], .atMost(32)))
            try await log.close()
            rows += try await opened(path, millions, "hints") {}
            rows += try await opened(path, millions, "nothing") { Workplace.removeHints(path) }
            let again = try await Log.open(path, options: Store.quietOptions)
            _ = try await again.snapshot()
            try await again.close()
            rows += try await opened(path, millions, "a snapshot") {}
        }
        return rows
    }

    private func opened(_ path: String, _ millions: Int, _ help: String, _ prepare: () -> Void) async throws -> [Row] {
        prepare()
        let opening = try await ChildTask.open(path)
        let budget = opening.keys * 32 + Self.besideKeys
        return [
            Row(
                name, "\(millions) million lines, opened with \(help): peak memory", "MB",
                [Double(opening.peakBytes) / 1e6], .atMost(Double(budget) / 1e6)),
            Row(
                name, "\(millions) million lines, opened with \(help): key table", "bytes/key",
                [Double(opening.keyTableBytes) / Double(opening.keys)], .atMost(32)),
        ]
    }
}
