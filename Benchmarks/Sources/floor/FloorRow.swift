import BareDisk

/// One way to write to the bare disk, and how it went in each round.
struct FloorRow {
    /// A sentence.
    var name: String
    /// Bytes that one sync covers.
    var bytes: Int
    /// Lines that these bytes stand for.
    var lines: Int
    /// Written before it is measured; 0 for a file that grows.
    var filledBytes: Int
    /// Microseconds of each write and sync, by round.
    private(set) var rounds: [[Double]] = []

    init(name: String, bytes: Int, lines: Int, filledBytes: Int) {
        self.name = name
        self.bytes = bytes
        self.lines = lines
        self.filledBytes = filledBytes
    }

    /// Writes and syncs for about `seconds`.
    mutating func measure(in folder: String, seconds: Double) throws {
        let file = try SyncFile(path: "\(folder)/floor.tmp", filledBytes: filledBytes)
        let text = [UInt8](repeating: 0x78, count: bytes)
        let clock = ContinuousClock()
        let began = clock.now
        var micros: [Double] = []
        var offset = 0
        while clock.now - began < .seconds(seconds) {
            let start = clock.now
            try file.write(text, at: offset)
            try file.sync()
            micros.append((clock.now - start) / .microseconds(1))
            offset += bytes
            if filledBytes > 0, offset + bytes > filledBytes { offset = 0 }
        }
        rounds.append(micros)
    }

    /// Syncs a second: the median of the rounds.
    var syncsPerSecond: Double {
        Self.median(rounds.map { Double($0.count) / max($0.reduce(0, +) / 1e6, 1e-9) })
    }

    /// The median round's percentile, in microseconds.
    func microseconds(percentile: Double) -> Double {
        Self.median(
            rounds.filter { !$0.isEmpty }.map { round in
                let sorted = round.sorted()
                return sorted[min(sorted.count - 1, Int(Double(sorted.count) * percentile / 100))]
            })
    }

    private static func median(_ numbers: [Double]) -> Double {
        guard !numbers.isEmpty else { return 0 }
        return numbers.sorted()[numbers.count / 2]
    }
}
