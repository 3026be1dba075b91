internal import CairnDisk

/// How a group can fail, and so what becomes of the store.
enum CommitFailure: Error {
    /// Nothing of it is in the store; the next group may succeed.
    case refused(LogError)
    /// The device does not take writes any more. Nothing of the group is in the store, and no more is taken.
    case stopped(LogError)
    /// A sync failed: what was written may or may not survive. Nothing is trusted until the store is opened again.
    case unknown(LogError)

    static func unsynced(_ error: DiskError) -> CommitFailure {
        .unknown(
            LogError(
                .durabilityUnknown,
                "the device failed while syncing; this write may or may not survive. Reopen the store to find out",
                cause: error))
    }

    static func unwritten(_ error: DiskError) -> CommitFailure {
        .refused(
            LogError(
                error.isAboutSpace ? .noSpace : .inputOutput,
                error.isAboutSpace
                    ? "there is no room for this write; nothing of it is stored, and writing resumes when there is"
                    : "the write failed; nothing of it is stored",
                cause: error))
    }
}
