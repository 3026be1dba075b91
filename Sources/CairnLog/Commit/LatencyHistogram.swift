/// Counts durations in buckets that grow by a sixteenth, so that a percentile is right to 6 %.
struct LatencyHistogram {
    private static let perOctave = 16
    private static let octaves = 40
    private var counts = [UInt64](repeating: 0, count: octaves * perOctave)
    private var total: UInt64 = 0

    private var worst: UInt64 = 0

    mutating func add(nanoseconds: UInt64) {
        total &+= 1
        worst = max(worst, nanoseconds)
        counts[Self.bucket(nanoseconds)] &+= 1
    }

    /// Durations counted.
    var count: UInt64 { total }

    var latency: LogStatistics.Latency {
        var latency = LogStatistics.Latency()
        latency.p50 = microseconds(0.5)
        latency.p90 = microseconds(0.9)
        latency.p99 = microseconds(0.99)
        latency.p999 = microseconds(0.999)
        latency.worst = Double(worst) / 1_000
        return latency
    }

    /// In microseconds; 0 where nothing was counted.
    func microseconds(_ share: Double) -> Double {
        guard total > 0 else { return 0 }
        let wanted = UInt64((Double(total) * share).rounded(.up))
        var seen: UInt64 = 0
        for (bucket, count) in counts.enumerated() {
            seen &+= count
            if seen >= wanted { return min(Self.upperEdge(bucket), Double(worst)) / 1_000 }
        }
        return Double(worst) / 1_000
    }

    private static func bucket(_ nanoseconds: UInt64) -> Int {
        let value = max(nanoseconds, 16)
        let octave = 63 - value.leadingZeroBitCount
        let within = Int(value >> UInt64(octave - 4)) & (perOctave - 1)
        return min((octave - 4) * perOctave + within, octaves * perOctave - 1)
    }

    private static func upperEdge(_ bucket: Int) -> Double {
        let octave = bucket / perOctave
        return Double(UInt64(1) << UInt64(octave)) * Double(perOctave + bucket % perOctave + 1)
    }
}
