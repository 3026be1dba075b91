internal import CairnLog
internal import Synchronization

/// Keeps the indices of a reader in step with the log of a writer in another process.
final class IndexFollower: KeyFollower {
    private struct State {
        var version = IndexVersion()
        var failure: StateError?
    }

    private let forms: RecordForms
    private let published: PublishedIndices
    private let state = Mutex(State())

    init(_ forms: RecordForms, _ published: PublishedIndices) { (self.forms, self.published) = (forms, published) }

    /// What is published is as new as the log's keys.
    func begin() { state.withLock { $0.version = published.newest } }

    /// Why nothing further is seen, where that is so.
    var failure: StateError? { state.withLock { $0.failure } }

    func take(_ before: [FollowedRecord], _ after: [FollowedRecord]) {
        state.withLock { state in
            // First all that was, then all that is: on the way from one to the other two records might have the same
            // value of a unique index.
            for record in before { take(record, false, &state.version) }
            for record in after { take(record, true, &state.version) }
        }
    }

    /// What the writer does not demand of records, and these types do, is no reason to see nothing: their indices are
    /// given up, and queries look at the records.
    private func take(_ record: FollowedRecord, _ isThere: Bool, _ version: inout IndexVersion) {
        let name = RecordName(kind: record.kind, id: record.id)
        do throws(StateError) {
            let json = try forms.current(record.json, name)
            try version.replace(name, isThere ? nil : json, with: isThere ? json : nil)
        } catch { version.giveUp(name.kind, error) }
    }

    func becomeVisible() { state.withLock { published.newest = $0.version } }

    func end(_ error: LogError) { state.withLock { $0.failure = $0.failure ?? StateError(error) } }
}
