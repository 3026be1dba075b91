internal import CairnDisk
internal import Synchronization

/// Slows background work down to what the foreground does not feel: it watches the foreground's own latencies while it
/// works, and waits longer after each chunk while they are worse than they were without it.
struct Pacer {
    /// The 99th percentile may grow by this factor.
    static let tolerance = 1.3
    /// With nobody writing there is nothing to protect. With somebody, a chunk of 256 KiB at a time makes 100 MB/s,
    /// which was measured to cost a writer nothing; from there on his latencies decide.
    private static let workingPause: UInt64 = 2_500_000
    private static let longestPause: UInt64 = 50_000_000
    /// So long the foreground is watched before the work begins: some 200 commits of a lone writer. What was measured
    /// before says little, as it may have been a bulk load.
    private static let lookAround: UInt64 = 20_000_000
    /// The fewest commits whose 99th percentile is more than the worst of a few.
    private static let fewest: UInt64 = 100

    private let core: LogCore
    /// In microseconds; 0 where the foreground was idle.
    private var calm = 0.0
    private var pause: UInt64 = 0
    /// Groups committed when it last looked.
    private var seen: UInt64 = 0

    /// Looks at what the foreground does without this work, for 20 ms.
    init(_ core: LogCore) {
        self.core = core
        guard core.environment.hasThreads else { return }
        seen = core.meters.withLock { meters in
            _ = meters.takeRecent()
            return meters.groups
        }
        _ = core.pacing.wait(nanoseconds: Self.lookAround)
        calm = core.meters.withLock { $0.takeRecent().microseconds(0.99) }
    }

    /// Called after each chunk. True where somebody writes: then the chunk must be synced by itself, as many chunks
    /// that are left for one sync make his syncs wait behind theirs.
    mutating func rest() -> Bool {
        guard core.environment.hasThreads else { return false }
        let (groups, recent) = core.meters.withLock { meters in
            (meters.groups, meters.recentCount >= Self.fewest ? meters.takeRecent() : nil)
        }
        let isAlone = groups == seen
        seen = groups
        guard !isAlone else {
            pause = 0
            return false
        }
        pause = max(pause, Self.workingPause)
        if let now = recent?.microseconds(0.99) {
            if calm == 0 { calm = now }
            let isFelt = now > calm * Self.tolerance
            pause = isFelt ? min(pause * 2, Self.longestPause) : max(pause * 3 / 4, Self.workingPause)
        }
        _ = core.pacing.wait(nanoseconds: pause)
        return true
    }
}
