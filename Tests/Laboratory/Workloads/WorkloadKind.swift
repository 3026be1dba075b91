import CairnLog

/// What a workload is made to bring about. The numbers are weights and bounds for `ScriptWriter`.
package enum WorkloadKind: String, CaseIterable, Sendable {
    /// One write, one sync.
    case singles
    /// Several writes under one sync.
    case groups
    /// Two to five lines that count together.
    case transactions
    /// Lines over several sectors and pages.
    case large
    /// Small segments, filled ahead, sealed and succeeded.
    case rotation
    /// Writes that did not ask for a sync, and the syncs that come late.
    case lazy
    /// Marks, trims, filled room, and a close and reopening in the middle.
    case idling
    /// Everything at once.
    case mixed
    /// Begins on the disk that a crash of `groups` left.
    case aftermath
    /// Begins on the disk that a crash of `rotation` left.
    case relapse

    /// Segments rewritten, hints written.
    case compaction
    /// Snapshots published and withdrawn, hints written.
    case snapshots
    /// All housekeeping among all kinds of writes; of notes, two versions are kept.
    case upkeep
    /// Begins on the disk that a crash of `upkeep` left.
    case revival
    /// Manifests that are begun anew after a few lines.
    case manifests

    /// What a crashed disk to begin on comes from.
    var prelude: WorkloadKind? {
        switch self {
        case .aftermath: .groups
        case .relapse: .rotation
        case .revival: .upkeep
        default: nil
        }
    }

    /// It begins on the disk that a crash left.
    package var needsCrash: Bool { prelude != nil }

    struct Profile {
        var steps = 16
        var segmentBytes = 16 << 10
        /// Changes staged before one drive, at most.
        var groupSize = 1
        var keys = 6
        /// Out of 100: that a staged piece is a transaction, is not synced, and that some housekeeping comes between.
        var transactions = 0
        var lazy = 0
        var housekeeping = 10
        /// Out of 100: bodies over one page.
        var large = 4
        var bodyBytes = 400
        var reopens = 0
        /// Out of 100: that room is filled ahead behind a group.
        var prepares = 0
        /// What the maintenance does besides filling room; empty where it does nothing else.
        var maintenance: [Step] = []
        /// Of notes, so many versions survive a compaction.
        var versions = 1
        /// A new manifest is begun after so many lines; nil for as many as it takes in earnest.
        var manifestLines: UInt64?
    }

    // tidy: a table, a few lines for each workload
    var profile: Profile {
        var profile = Profile()
        switch self {
        case .singles: profile.steps = 24
        case .groups: profile.groupSize = 6
        case .transactions:
            profile.transactions = 80
            profile.groupSize = 2
        case .large:
            profile.large = 60
            profile.steps = 8
            profile.groupSize = 2
        case .rotation:
            profile.segmentBytes = 4 << 10
            profile.housekeeping = 35
            profile.groupSize = 3
            profile.prepares = 60
        case .lazy:
            profile.lazy = 60
            profile.groupSize = 2
            profile.steps = 20
        case .idling:
            profile.housekeeping = 60
            profile.reopens = 2
        case .mixed:
            profile.segmentBytes = 6 << 10
            profile.transactions = 25
            profile.lazy = 25
            profile.groupSize = 4
            profile.housekeeping = 30
            profile.reopens = 1
        case .compaction, .snapshots:
            profile.segmentBytes = 4 << 10
            profile.keys = 3
            profile.groupSize = 3
            profile.steps = 14
            profile.housekeeping = 50
            profile.maintenance =
                self == .compaction
                ? [.compact(all: true), .compact(all: false), .hints] : [.snapshot, .snapshot, .hints]
        case .upkeep, .revival:
            profile.segmentBytes = 4 << 10
            profile.keys = 4
            profile.transactions = 20
            profile.lazy = 35
            profile.groupSize = 3
            profile.steps = self == .upkeep ? 16 : 8
            profile.housekeeping = 60
            profile.reopens = 1
            profile.maintenance = [.compact(all: true), .compact(all: false), .snapshot, .hints]
            profile.versions = 2
        case .manifests:
            profile.segmentBytes = 4 << 10
            profile.groupSize = 3
            profile.steps = 10
            profile.housekeeping = 40
            profile.reopens = 2
            profile.maintenance = [.snapshot, .compact(all: true)]
            profile.manifestLines = 4
        case .aftermath, .relapse:
            profile.segmentBytes = self == .relapse ? 4 << 10 : 16 << 10
            profile.transactions = 20
            profile.lazy = 15
            profile.groupSize = 3
            profile.steps = 8
            profile.housekeeping = 25
            profile.reopens = 1
        }
        return profile
    }
}
