public import CairnLog

/// How a store that is open for reading keeps up with the process that writes it.
public struct FollowingReport: Sendable, Codable, Hashable {
    /// The last record that is seen.
    public var sequence: SequenceNumber
    /// Records that were in the log at the last look and were not acknowledged, or could not be shown yet.
    public var behind: UInt64
    /// Who writes the store, in their own words; nil where nobody does.
    public var writer: String?
}

extension StateManager {
    /// How far this store has come in what another process writes; nil where it is the writer itself. Looks anew.
    ///
    /// - Errors: `.inputOutput`; what keeps it from following any further.
    nonisolated public func following() throws(StateError) -> FollowingReport? {
        guard let follower = core.follower else { return nil }
        core.log.core.followFilesIfDue()
        if let failure = follower.failure { throw failure }
        let (shown, written) = core.log.core.followed
        do throws(LogError) {
            let writer = try core.log.core.writer()
            return FollowingReport(sequence: shown, behind: written.number &- shown.number, writer: writer)
        } catch { throw StateError(error) }
    }
}
