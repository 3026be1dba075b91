internal import CairnLog
internal import Synchronization

/// When the indices of a store are made, of which the store has only the definitions.
public enum IndexReadiness: Sendable, Hashable {
    /// Opening returns when they are made.
    case atOpening
    /// Opening returns at once. Until they are made, which ``StateManager/indexHealth`` tells, queries look at every
    /// record, and writes wait that depend on a unique index or on who points at a record.
    case inBackground
}

/// What those who watch and the one who builds indices share.
final class IndexBuilds: Sendable {
    /// Records that were read for the indices that are being built.
    let recordsRead = Atomic<Int>(0)
    private let stopped = Atomic<Bool>(false)
    /// What was found wrong with records that an index can be made of all the same.
    private let breaches = Mutex<[IndexPlace: String]>([:])

    /// Ends what is being built.
    func stop() { stopped.store(true, ordering: .relaxed) }

    var isStopped: Bool { stopped.load(ordering: .relaxed) }

    func breach(_ place: IndexPlace) -> String? { breaches.withLock { $0[place] } }

    func note(_ found: [IndexPlace: String], about places: some Sequence<IndexPlace>) {
        breaches.withLock { breaches in for place in places { breaches[place] = found[place] } }
    }

    /// Builds on a thread of its own, from the records of a moment at or behind a sequence.
    ///
    /// - Throws: as ``IndexBuilding/run(_:watch:)``; `.cancelled` where it was stopped.
    func run(
        _ building: IndexBuilding, _ log: Log, from first: SequenceNumber, _ progress: ProgressReport?
    ) async throws(StateError) -> [IndexPlace: BuiltIndex] {
        if log.visibleSequence < first {
            do throws(LogError) { try await log.flush() } catch { throw StateError(error) }
        }
        recordsRead.store(0, ordering: .relaxed)
        return try await Self.onThread { [self] () throws(StateError) in
            let (moment, _) = log.core.moment {}
            let total = Int64(log.statistics.keys)
            return try building.run(moment) { (seen) throws(StateError) in try note(seen, of: total, progress) }
        }
    }

    /// Lays what was written meanwhile over what was built before, on a thread of its own.
    func bringIn(
        _ overlays: [IndexPlace: IndexOverlay], to built: [IndexPlace: BuiltIndex]
    ) async throws(StateError) -> [IndexPlace: BuiltIndex] {
        try await Self.onThread { () throws(StateError) in
            var new = built
            for (place, overlay) in overlays { try new[place]?.bringIn(overlay) }
            return new
        }
    }

    /// Runs work that takes its time on a thread of its own.
    static func onThread<R: Sendable>(
        _ body: @escaping @Sendable () throws(StateError) -> R
    ) async throws(StateError) -> R {
        let result: Result<R, StateError>
        do throws(LogError) {
            result = try await Blocking.run("cairn-index") { () throws(LogError) in
                Result { () throws(StateError) in try body() }
            }
        } catch { throw StateError(error) }
        return try result.get()
    }

    func note(_ seen: Int, of total: Int64, _ progress: ProgressReport?) throws(StateError) {
        recordsRead.store(seen, ordering: .relaxed)
        let state = Progress(done: Int64(seen), total: max(total, Int64(seen)), phase: "building indices")
        if isStopped || progress?(state) == false {
            throw StateError(.cancelled, "the building of indices was ended before it was done")
        }
    }
}
