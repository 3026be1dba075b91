/// What committing has done since opening.
struct CommitMeters {
    private(set) var groups: UInt64 = 0
    private(set) var records: UInt64 = 0
    private(set) var bytes: UInt64 = 0
    private(set) var syncs: UInt64 = 0
    /// Groups that failed for want of room.
    private(set) var spaceFailures: UInt64 = 0
    private(set) var latency = LatencyHistogram()
    /// The same since it was last asked for, for pacing work beside it.
    private var recent = LatencyHistogram()

    mutating func add(nanoseconds: UInt64, records: UInt64, bytes: UInt64, syncs: UInt64) {
        groups &+= 1
        self.records &+= records
        self.bytes = bytes
        self.syncs = syncs
        latency.add(nanoseconds: nanoseconds)
        recent.add(nanoseconds: nanoseconds)
    }

    mutating func addSpaceFailure() { spaceFailures &+= 1 }

    /// How many latencies ``takeRecent()`` would give.
    var recentCount: UInt64 { recent.count }

    /// The latencies since the last call.
    mutating func takeRecent() -> LatencyHistogram {
        let taken = recent
        recent = LatencyHistogram()
        return taken
    }
}
