internal import CairnLog
internal import Synchronization

/// Keeps the indices of a reader in step with the log of a writer in another process.
final class IndexFollower: KeyFollower {
    private struct State {
        var version: IndexVersion
        var failure: StateError?
    }

    private let forms: RecordForms
    private let published: PublishedIndices
    private let state: Mutex<State>

    init(_ forms: RecordForms, _ published: PublishedIndices) {
        (self.forms, self.published) = (forms, published)
        state = Mutex(State(version: published.newest))
    }

    /// Why nothing further is seen, where that is so.
    var failure: StateError? { state.withLock { $0.failure } }

    func take(_ before: [FollowedRecord], _ after: [FollowedRecord]) {
        state.withLock { state in
            guard state.failure == nil else { return }
            do throws(StateError) {
                // First all that was, then all that is: on the way from one to the other two records might have the
                // same value of a unique index.
                for record in before {
                    let name = RecordName(kind: record.kind, id: record.id)
                    try state.version.replace(name, try forms.current(record.json, name), with: nil)
                }
                for record in after {
                    let name = RecordName(kind: record.kind, id: record.id)
                    try state.version.replace(name, nil, with: try forms.current(record.json, name))
                }
            } catch { state.failure = error }
        }
    }

    func becomeVisible() { state.withLock { if $0.failure == nil { published.newest = $0.version } } }

    func end(_ error: LogError) { state.withLock { $0.failure = $0.failure ?? StateError(error) } }
}
