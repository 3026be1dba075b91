internal import CairnLines
public import CairnLog

// An index is built in rounds. The first reads the records of a moment, on a thread of its own, while the actor notes
// what is written of the index meanwhile. Each further round brings in what was noted during the one before, again
// beside the actor, until that is little; the little that is left the actor brings in itself, and from then on keeps
// the tree. A write that fails takes back what was noted behind it, and with it the building, which begins anew.

extension StateManager {
    /// With everything that was accepted, durable or not.
    var indices: IndexVersion {
        get { live.version }
        set { live.version = newValue }
    }

    /// So much the actor brings in itself: about a millisecond.
    private static let mostAtOnce = 1_024
    /// Buildings that writes keep undoing are given up at some time; queries go on by scan.
    private static let mostAttempts = 16

    /// How the indices are doing. Queries, writes and the building of indices go on meanwhile.
    nonisolated public var indexHealth: [IndexHealth] { core.indexHealth }

    /// Waits until no index is being built any more.
    public func waitForBuiltIndices() async {
        while let building { await building.value }
    }

    /// Tries to build the indices again that are degraded or violated, in the background. Whoever has mended the
    /// records need not open the store anew.
    public func rebuildIndices() {
        for place in indices.places(where: { !$0.waits }) {
            if case .ready = indices.kinds[place.kind]?.states[place.place], core.builds.breach(place) == nil {
                continue
            }
            begin(place)
        }
        buildIndices()
    }

    /// Begins to build, beside everything else, the indices that wait for it.
    package func buildIndices(_ progress: ProgressReport? = nil) {
        // Where another process writes, indices keep up with it in their own way.
        guard building == nil, core.follower == nil, !indices.places(where: \.waits).isEmpty else { return }
        building = Task { await buildAll(progress) }
    }

    /// Lets go of leaves that memory has no room for, and of indices of which some cannot be read.
    func keepWithinMemory() {
        guard let memory = core.memory, live.mustLetGo(memory, besides: core.log.core.keyTableBytes) else { return }
        var version = live.version
        version.loseUnreadable()
        memory.keep(&version, besides: core.log.core.keyTableBytes)
        live.version = version
        if version.hasLost { buildLostIndices() }
    }

    /// An index was found wrong by a write.
    func buildLostIndices() {
        indices.hasLost = false
        buildIndices()
    }

    /// For a write that depends on an index that is being built.
    func waitForIndices() async throws(StateError) {
        if Task.isCancelled { throw StateError(.cancelled, "the task was cancelled; nothing was written") }
        buildIndices()
        guard let building else {
            throw StateError(.closed, "the store is being closed, and an index was not finished that the write needs")
        }
        await building.value
        if core.builds.isStopped { throw StateError(.closed, "the store was closed; open it again") }
    }

    /// From now on it is being built.
    func begin(_ place: IndexPlace) {
        indices.kinds[place.kind]?.set(place.place, .building(IndexOverlay(token: lastBuilding)))
    }

    private func buildAll(_ progress: ProgressReport?) async {
        var attempts = 0
        var failure: StateError?
        while !indices.places(where: \.waits).isEmpty, attempts < Self.mostAttempts, !core.builds.isStopped {
            attempts += 1
            do throws(StateError) {
                try await buildOnce(progress)
                failure = nil
            } catch {
                if error.code == .closed || error.code == .cancelled { break }
                failure = error
            }
        }
        if !core.builds.isStopped {
            let reason = failure ?? StateError(.cancelled, "its building was ended before it was done")
            for place in indices.places(where: \.waits) {
                indices.kinds[place.kind]?.set(place.place, .degraded(reason))
            }
            await publish()
        }
        building = nil
        noteTroubles()
    }

    /// One building of all that wait for it; some may wait again afterwards, where a write failed meanwhile.
    private func buildOnce(_ progress: ProgressReport?) async throws(StateError) {
        let places = indices.places(where: \.waits)
        let token = nextBuilding()
        for place in places { begin(place) }
        let wanted = IndexBuilding(wanted: indices.wanted(places), forms: core.forms, room: core.room)
        var built = try await core.builds.run(wanted, core.log, from: core.log.stagedSequence, progress)
        var noted = token
        while let overlays = validOverlays(of: places, token: noted) {
            if overlays.values.reduce(0, { $0 + $1.count }) <= Self.mostAtOnce {
                try finish(built, overlays)
                break
            }
            noted = nextBuilding()
            for place in places { begin(place) }
            built = try await core.builds.bringIn(overlays, to: built)
        }
        await publish()
    }

    private func nextBuilding() -> UInt64 {
        lastBuilding += 1
        return lastBuilding
    }

    /// What was noted since; nil where a failed write took it back.
    private func validOverlays(of places: [IndexPlace], token: UInt64) -> [IndexPlace: IndexOverlay]? {
        forgetWhatFailed()
        var found: [IndexPlace: IndexOverlay] = [:]
        for place in places {
            // One that was added may be gone again, with the write that failed.
            guard let states = indices.kinds[place.kind]?.states, states.indices.contains(place.place),
                case .building(let overlay) = states[place.place], overlay.token == token
            else { return nil }
            found[place] = overlay
        }
        return found
    }

    private func finish(
        _ built: [IndexPlace: BuiltIndex], _ overlays: [IndexPlace: IndexOverlay]
    ) throws(StateError) {
        for (place, index) in built {
            guard let overlay = overlays[place] else { continue }
            try indices.kinds[place.kind]?.finish(place.place, index, overlay)
        }
        core.noteBreaches(of: indices, built.keys)
    }

    /// Shows readers what has become of the indices. Each write does so by itself, from the next one on; where nothing
    /// is on its way, nothing comes in between.
    private func publish() async {
        let version = lastBuilding
        while lastBuilding == version {
            let staged = core.log.stagedSequence
            // Asked behind that: what fails from now on is still counted as on its way.
            forgetWhatFailed()
            if core.publish(indices, ifStaged: staged) { return }
            do throws(LogError) { try await core.log.flush() } catch { return }
        }
    }
}

extension IndexState {
    /// Whether it is to be built.
    var waits: Bool {
        switch self {
        case .building, .lost: true
        case .ready, .shared, .degraded: false
        }
    }
}
