/// When a write counts as done.
public enum Durability: Sendable, Hashable {
    /// After it was synced to the device. Survives a power cut. The default.
    case synced
    /// After it was handed to the operating system; synced within the given milliseconds. Survives the death of the
    /// process at once, a power cut after the delay.
    case buffered(withinMilliseconds: UInt32)
    /// At once. Written with the next group; survives whatever that group survives.
    case volatile
}

/// What to do about a store that is not as it was left.
public enum RecoveryMode: String, Sendable, CaseIterable, Codable {
    /// Drops a torn tail that was never acknowledged; opens read-only when acknowledged bytes are damaged.
    case acknowledged
    /// Refuses to open when anything is odd.
    case strict
    /// Keeps every intact line, records the gap, and opens for writing. Asked for, never assumed.
    case salvage
    /// Changes nothing and takes no lock; may stand beside a writer.
    case readOnly
}

/// How many older versions of a key compaction must keep.
public enum Retention: Sendable, Hashable, Codable {
    /// Only the newest.
    case latest
    /// The newest `count`.
    case versions(Int)
    /// The newest, and whatever is younger than this many seconds.
    case seconds(Int)
    /// All of them, for ever.
    case everything
}

/// How a store is opened.
public struct LogOptions: Sendable {
    /// What to do about a store that is not as it was left.
    public var recovery: RecoveryMode = .acknowledged
    /// When a write counts as done, unless it says otherwise itself.
    public var durability: Durability = .synced
    /// Reads every line at opening instead of trusting hints; always done when salvaging.
    public var readsEverything = false
    /// Creates the store when there is none.
    public var createIfMissing = true
    /// A segment is sealed when it has grown to this. 64 KiB … 2 GiB.
    public var segmentBytes = 64 << 20
    /// Callers wait when this much is staged and not yet written. Bounds memory.
    public var bytesInFlight = 16 << 20
    /// Memory that the store may take up: the table of its keys, lines that were read, what is in flight, and indices,
    /// of which the rest goes into a file. The table alone takes 24 to 48 bytes a key and goes nowhere: where that is
    /// more than the budget, ``LogStatistics/memoryBytes`` tells. 16 MiB or more.
    public var memoryBytes = 1 << 30
    /// Memory for lines that were read, an eighth of ``memoryBytes`` at most, so that reading them again is faster; 0
    /// keeps none.
    public var cacheBytes = 32 << 20
    /// After so long without a write, a mark tells later readers that the last group was acknowledged.
    public var idleMarkMilliseconds: UInt32 = 25
    /// After so long without a write, unused room is given back to the file system.
    public var idleTrimMilliseconds: UInt32 = 2_000
    /// Old versions that compaction keeps, by kind; `""` stands for every kind that is not named. What is given here is
    /// written into the store and stays in force until something else is given for that kind.
    public var retention: [String: Retention] = [:]
    /// Compacts by itself when more than half of what is sealed is dead.
    public var compactsByItself = true
    /// Publishes a snapshot by itself after so many bytes of log; 0 never does.
    public var snapshotEveryBytes = 256 << 20

    /// Told of what happens in the store; nil tells nobody.
    public var events: (any EventSink)?

    /// A new manifest is begun after so many lines. The laboratory takes fewer, to see many of them.
    package var manifestLines = ManifestWriter.checkpointLines

    /// What leaves of indices may take up in memory; nil for a share of ``memoryBytes``. The laboratory takes less, to
    /// see them come and go.
    package var leafBytes: Int?

    /// What a segment may be told to grow to: below, headers and seals would be most of it; above, offsets would not
    /// fit.
    public static let segmentBytesAllowed = (64 << 10)...(2 << 30)

    /// The least that a store can be told to take.
    public static let leastMemoryBytes = 16 << 20

    /// What lines that were read may take up.
    var cacheShare: Int { min(cacheBytes, memoryBytes / 8) }

    /// The defaults.
    public init() {}

    /// - Throws: `.invalidOption` for a value that cannot be.
    func check() throws(LogError) {
        guard Self.segmentBytesAllowed.contains(segmentBytes) else {
            throw LogError(
                .invalidOption, "segmentBytes is \(segmentBytes); it must lie in \(Self.segmentBytesAllowed)")
        }
        guard cacheBytes >= 0 else {
            throw LogError(.invalidOption, "cacheBytes is \(cacheBytes); 0 keeps nothing, less is not possible")
        }
        guard memoryBytes >= Self.leastMemoryBytes else {
            throw LogError(
                .invalidOption, "memoryBytes is \(memoryBytes); a store needs \(Self.leastMemoryBytes) at least")
        }
        guard bytesInFlight > 0 else {
            throw LogError(.invalidOption, "bytesInFlight is \(bytesInFlight); at least one byte must be allowed")
        }
        // It is written into the store, where a word that cannot be read is damage.
        for (kind, keep) in retention where Retention(word: keep.word) != keep {
            let name = kind.isEmpty ? "every kind" : kind
            throw LogError(
                .invalidOption, "the retention of \(name) is \(keep); keep one version or more, or 0 seconds or more")
        }
    }
}
