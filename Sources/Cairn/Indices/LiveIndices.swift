internal import CairnLines
internal import CairnLog
internal import Synchronization

/// The indices with everything that was accepted, durable or not. The actor alone changes them.
///
/// Whoever stages small writes changes the trees in place, with the staging locked. When a group of them is taken to be
/// written, the version of that moment is kept for readers: so the pages are copied once for a group and not once for
/// each write.
final class LiveIndices: Sendable {
    private struct State {
        var version: IndexVersion
        /// What the writes that are staged now become visible by; nil where none is staged.
        var open: IndexPublication?
    }

    private let state: Mutex<State>
    private let published: PublishedIndices

    init(_ version: IndexVersion, _ published: PublishedIndices) {
        state = Mutex(State(version: version))
        self.published = published
    }

    var version: IndexVersion {
        get { state.withLock { $0.version } }
        set {
            // The old one goes when the lock is free again: it may be all that holds its pages.
            let old = state.withLock { state in
                defer { state.version = newValue }
                return state.version
            }
            _ = old
        }
    }

    /// Whether an index was found wrong that nobody has taken care of yet.
    var hasLost: Bool { state.withLock { $0.version.hasLost } }

    /// Whether memory has no room for all leaves that are in it, or some cannot be read that are not.
    func mustLetGo(_ memory: IndexMemory, besides keyTable: Int) -> Bool {
        let limit = memory.leafBytes(besides: keyTable)
        return state.withLock { $0.version.leafBytes > limit || $0.version.hasFault }
    }

    /// Whether a kind's indices have leaves in a file.
    func hasColdLeaves(_ kind: String) -> Bool {
        state.withLock { $0.version.kinds[kind]?.trees.contains { $0.pages != nil } ?? false }
    }

    /// Looks at them without a copy, which would have to be copied from with the next change.
    func read<R>(_ body: (borrowing IndexVersion) throws(StateError) -> R) throws(StateError) -> R {
        try state.withLock { state throws(StateError) in try body(state.version) }
    }

    /// Takes over what a transaction does to them. Called with the staging locked; gives back by what readers come to
    /// see it.
    func stage(_ work: IndexWork) -> IndexPublication {
        state.withLock { state in
            work.apply(to: &state.version)
            if let open = state.open { return open }
            let open = IndexPublication(self)
            state.open = open
            return open
        }
    }

    /// What was staged so far is what `publication` will show. Called with the staging locked.
    fileprivate func close(_ publication: IndexPublication) -> IndexVersion {
        state.withLock { state in
            if state.open === publication { state.open = nil }
            return state.version
        }
    }

    fileprivate func publish(_ version: IndexVersion) { published.newest = version }
}

/// The indices of all transactions of a group become those of readers together with its lines.
final class IndexPublication: StagedEffect {
    private let live: LiveIndices
    private let version = Mutex<IndexVersion?>(nil)

    init(_ live: LiveIndices) { self.live = live }

    func beTaken() {
        let taken = live.close(self)
        version.withLock { $0 = taken }
    }

    func becomeVisible() {
        guard let version = version.withLock({ $0.take() }) else { return }
        live.publish(version)
    }
}
