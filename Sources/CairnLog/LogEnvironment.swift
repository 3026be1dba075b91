package import CairnDisk

/// What a log runs on: the real world, or the laboratory's.
package struct LogEnvironment: Sendable {
    package var folder: any Folder
    package var clock: any DiskClock
    /// False in the laboratory: no threads, `Log.drive()` does their work in a fixed order.
    package var hasThreads: Bool
    /// The checks made on reading. The laboratory takes one away at a time to see that it was needed.
    package var checks: Checks
    /// A fixed name and seed for a new store; random where nil.
    package var identity: StoreIdentity?

    package init(
        folder: any Folder, clock: any DiskClock, hasThreads: Bool = true, checks: Checks = .all,
        identity: StoreIdentity? = nil
    ) {
        self.folder = folder
        self.clock = clock
        self.hasThreads = hasThreads
        self.checks = checks
        self.identity = identity
    }
}

/// The checks that stand between damaged bytes and an answer.
package struct Checks: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// A line's XXH3.
    package static let lineSum = Checks(rawValue: 1 << 0)
    /// Records go up by one.
    package static let order = Checks(rawValue: 1 << 1)
    /// A transaction counts only when its last line is there.
    package static let wholeTransaction = Checks(rawValue: 1 << 2)
    /// Acknowledgements found behind a bad stretch make it damage.
    package static let proofInLog = Checks(rawValue: 1 << 3)
    /// Acknowledgements in the manifest make it damage.
    package static let proofInManifest = Checks(rawValue: 1 << 4)
    /// A record that follows bad control lines proves that they had been synced.
    package static let proofByPlace = Checks(rawValue: 1 << 5)
    /// A header is of this store, this file, this place in the chain.
    package static let header = Checks(rawValue: 1 << 6)
    /// A sealed segment is as long as its successor says.
    package static let sealedLength = Checks(rawValue: 1 << 7)
    /// Its digest is the one that was sealed.
    package static let digest = Checks(rawValue: 1 << 8)
    /// Hints are checksummed and of this very segment.
    package static let hints = Checks(rawValue: 1 << 9)
    /// A line read for a key has that key.
    package static let readKey = Checks(rawValue: 1 << 10)
    /// A line read for a key has the right sum.
    package static let readSum = Checks(rawValue: 1 << 11)
    /// A snapshot is whole.
    package static let snapshot = Checks(rawValue: 1 << 12)
    /// Manifest lines go up by one.
    package static let manifestOrder = Checks(rawValue: 1 << 13)
    /// Segment files that the manifest does not know are looked at.
    package static let unknownFiles = Checks(rawValue: 1 << 14)

    package static let all = Checks(rawValue: (1 << 15) - 1)
    package static let each: [(name: String, check: Checks)] = [
        ("line sum", .lineSum), ("record order", .order), ("whole transaction", .wholeTransaction),
        ("proof in the log", .proofInLog), ("proof in the manifest", .proofInManifest),
        ("proof by place", .proofByPlace), ("segment header", .header), ("sealed length", .sealedLength),
        ("segment digest", .digest), ("hints", .hints), ("key of a line read", .readKey),
        ("sum of a line read", .readSum), ("snapshot", .snapshot), ("manifest order", .manifestOrder),
        ("unknown files", .unknownFiles),
    ]
}
