/// How much a disk may reorder what was not synced. Each model allows everything the one before it allows.
///
/// In all of them a file's sync makes its content and length certain and not its name; a directory's sync makes its
/// names certain; a sector that was never written keeps what it held (a torn write harms the bytes it was writing and
/// no others); a piece that lands is what the page cache held at some moment after one of the writes to it.
package enum CrashModel: String, Sendable, CaseIterable {
    /// Data before the length and the rename that refer to it; names in order; overwritten pieces land or do not.
    case ordered
    /// A length may land without its data, and a piece may be absent, zeros, garbage or present, each by itself.
    case dataReordered
    /// Besides, names land in any subset, and a rename may land before its file's data.
    case allReordered
}

/// How far the enumeration goes at one point of the trace. What exceeds these is sampled by seed, never refused.
package struct CrashLimits: Sendable {
    /// Every combination of every alternative, zeros and garbage included, up to this many.
    package var combinations = 1024
    /// Every subset of landed and absent, up to this many pending things (so 1,024 subsets).
    package var subsetItems = 10
    /// Pairs of pending things: so many landed alone, so many missing alone.
    package var pairs = 256
    /// One pending thing in each of its alternatives before a background of nothing, and of everything else.
    package var sweeps = 1024
    /// Combinations drawn by seed.
    package var samples = 256
    /// Places at which a file that grows may have stopped growing.
    package var lengths = 64

    package init() {}
}
