import CairnLog

/// Stores that are filled for a measurement.
enum Store {
    /// Nothing happens by itself: what is measured is what is asked for.
    static var quietOptions: LogOptions {
        var options = LogOptions()
        options.compactsByItself = false
        options.snapshotEveryBytes = 0
        return options
    }

    /// Writes records with ids `numbers`, a thousand at a time, and makes them durable at the end.
    static func fill(_ log: Log, _ sample: SampleLine, _ numbers: some Sequence<Int>) async throws {
        var batch: [Entry] = []
        for number in numbers {
            batch.append(try sample.entry(number))
            if batch.count == 1_000 {
                _ = try await log.append(batch: batch, durability: .buffered(withinMilliseconds: 60_000))
                batch.removeAll(keepingCapacity: true)
            }
        }
        if !batch.isEmpty { _ = try await log.append(batch: batch) }
        try await log.flush()
    }
}
