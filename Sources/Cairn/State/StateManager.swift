package import CairnLines
public import CairnLog

/// The one owner of a store: typed records over a log that survives.
///
/// Every write goes through this actor, which decides about one after the other and shares their syncs; it returns when
/// the write is durable. Point reads need no actor: they see what is durable and wait for nobody.
public actor StateManager {
    nonisolated let core: StateCore
    /// Staged and not durable yet.
    let pending = PendingWrites()
    /// Failures of the log that this actor has taken note of.
    private(set) var failures: UInt64 = 0
    /// With everything that was accepted, durable or not.
    let live: LiveIndices
    /// What builds indices, while it does.
    var building: Task<Void, Never>?
    /// The last number that was given to a building.
    var lastBuilding: UInt64 = 0
    /// Indices that were told to be in trouble, and in which.
    var troubles: [IndexPlace: IndexHealth.State] = [:]

    /// Over a log that is open already. With ``IndexReadiness/inBackground``, ``buildIndices(_:)`` makes the indices.
    package init(
        _ log: Log, kinds: TextMap<[IndexDefinition]>, forms: RecordForms = RecordForms(),
        rules: StoreRules = StoreRules(), safeties: Safeties = .all, indices readiness: IndexReadiness = .atOpening,
        progress: ProgressReport? = nil
    ) throws(StateError) {
        let empty = IndexVersion(kinds)
        core = StateCore(log, kinds: kinds, forms, rules, empty, safeties: safeties)
        let taken = core.takenUp(empty)
        core.published.newest = taken
        live = LiveIndices(taken, core.published)
        guard readiness == .atOpening else { return }
        let built = try core.builtNow(taken, progress)
        live.version = built
        core.published.newest = built
        core.follow()
        troubles = core.noteTroubles(of: built, told: [:])
    }

    /// What opening found, and what was done about it.
    nonisolated public var recovery: RecoveryReport { core.log.recovery }

    /// Numbers about the store, now.
    nonisolated public var statistics: LogStatistics {
        var numbers = core.log.statistics
        numbers.indices = indexHealth
        numbers.indexFileBytes = core.memory?.numbers.fileBytes ?? 0
        numbers.memoryBytes += numbers.indices.reduce(core.memory?.numbers.cacheBytes ?? 0) { $0 + $1.bytes }
        return numbers
    }

    /// Opens the store in the folder at `path`, creating it if the options say so, and recovers it.
    ///
    /// - Errors: `.locked` with the holder; `.notAStore`, `.newerStore`, `.damaged` as the recovery mode demands;
    ///   `.invalidOption` where two of the records have one kind or migrations leave a version out; `.unknownKind`
    ///   where a relation points at a kind that is not among them; `.inputOutput`. What is stored and breaks what the
    ///   types declare of their indices is none: ``indexHealth`` tells it.
    /// - Parameter indices: When the indices are made; `progress` is told of that, too. Where another process writes
    ///   the store, always at opening.
    /// - Complexity: O(keys) with a snapshot or hints, else O(bytes of log); where records have indices, besides a read
    ///   of each record, which may go on in the background, unless they were kept when the store was closed.
    /// - Durability: everything that is served afterwards has been synced.
    public static func open<each R: Record>(
        _ path: String, records: repeat (each R).Type, options: LogOptions = LogOptions(),
        indices: IndexReadiness = .atOpening, progress: ProgressReport? = nil
    ) async throws(StateError) -> StateManager {
        var kinds: TextMap<[StoredIndex]> = [:]
        var rules = StoreRules()
        var forms = RecordForms()
        var options = options
        for type in repeat each records {
            guard kinds[type.kind] == nil else {
                throw StateError(.invalidOption, "two of the records are called \(type.kind); give one another `kind`")
            }
            guard !StreamText.kinds.contains(type.kind) else {
                throw StateError(
                    .invalidOption, "\(type.kind) is what streams are made of; give \(type) another `kind`")
            }
            kinds[type.kind] = type.storedIndices
            rules.add(type)
            try forms.add(type)
            // What this opening was told comes before what the type says.
            if options.retention[type.kind] == nil { options.retention[type.kind] = type.retention }
        }
        try rules.check(kinds: Set(kinds.keys.map { ExactText($0) }))
        let log: Log
        do throws(LogError) { log = try await Log.open(path, options: options, progress: progress) } catch {
            throw StateError(error)
        }
        do throws(StateError) {
            let definitions = try await IndexBook(log).keep(kinds)
            let readiness = log.core.isReader ? .atOpening : indices
            let state = try StateManager(
                log, kinds: definitions, forms: forms, rules: rules, indices: readiness, progress: progress)
            if readiness == .inBackground { await state.buildIndices(progress) }
            return state
        } catch {
            // Whoever mends the store must be able to open it.
            do throws(LogError) { try await log.close() } catch {}
            throw error
        }
    }

    /// Makes everything that was accepted durable, keeps large indices for the next opening, and closes. Later calls
    /// fail with `.closed`.
    ///
    /// - Errors: `.durabilityUnknown` where the last sync failed.
    public func close() async throws(StateError) {
        core.builds.stop()
        await building?.value
        await core.keepIndices()
        defer { core.ending.finish() }
        do throws(LogError) { try await core.log.close() } catch { throw StateError(error) }
    }

    /// Runs a closure whose reads and writes count only together, and gives back what it returns once they are durable.
    ///
    /// The closure runs without interruption, after the writes before it and before those behind it. An error that
    /// leaves it, or a cancelled task, undoes everything. It may run again where a write that it built upon failed, so
    /// it should do nothing but read and write this store. Neither what it returns nor its error is told before all
    /// that it may have seen is in the log.
    ///
    /// What the types declare of relations, states and moments is judged when the closure has returned, over all that
    /// it wrote.
    ///
    /// - Errors: what the closure throws; `.dangling`, `.referenced`, `.forbiddenTransition`, `.invalidRecord`,
    ///   `.closed`, `.readOnly`, `.noSpace`, `.tooLarge`, `.cancelled` (nothing was written), `.durabilityUnknown` (it
    ///   may have been).
    /// - Durability: as `durability` says, by default as the options at opening.
    public func transaction<Reply: Sendable>(
        durability: Durability? = nil, _ body: @Sendable (inout Transaction) throws -> Reply
    ) async throws -> Reply {
        guard core.follower == nil else {
            throw StateError(.readOnly, "the store is open for reading; write in the process that has it for writing")
        }
        while true {
            try await waitForRoom()
            forgetWhatFailed()
            keepWithinMemory()
            var transaction = Transaction(core, pending, live)
            let decision = transaction.decide(body)
            if transaction.awaitsIndex {
                try await waitForIndices()
                continue
            }
            guard case .success(let reply) = decision, !transaction.changes.isEmpty else {
                // What it tells may rest on writes that can still fail.
                if core.has(.silence), let last = pending.last,
                    await !core.log.core.waitForOutcome(of: last, failures: failures)
                {
                    continue
                }
                return try decision.get()
            }
            let failure = await commit(transaction, durability)
            guard let failure else { return reply }
            // Between the decision and the staging a write failed that this one may have seen, or others have filled
            // the room for what is in flight. Decide anew.
            if failure.code != .overtaken && failure.code != .busy { throw StateError(failure) }
        }
    }

    /// Stages a transaction and waits until it is durable.
    private func commit(_ transaction: consuming Transaction, _ durability: Durability?) async -> LogError? {
        let (changes, work) = (transaction.changes, transaction.work)
        let drafts = changes.map(\.draft)
        let failure = await core.log.core.commit(
            drafts, durability, failures: failures, effect: { live.stage(work) },
            whenStaged: { first in
                work.end()
                noteStaged()
                for (index, change) in changes.enumerated() {
                    let own = SequenceNumber(first.number &+ UInt64(index))
                    pending.add(change.name, PendingWrites.State(json: change.json, revision: own))
                }
            })
        forgetWhatFailed()
        if !core.has(.patience) { pending.removeAll() }
        return failure
    }

    func noteStaged() {
        if !core.has(.publication) { core.published.newest = live.version }
        if live.hasLost || !troubles.isEmpty { noteTroubles() }
        if live.hasLost { buildLostIndices() }
    }

    /// What is in the log is read there. What was staged behind a write that failed is gone with it.
    func forgetWhatFailed() {
        let now = core.log.core.failures
        guard now != failures else { return pending.forget(upTo: core.log.visibleSequence) }
        failures = now
        guard core.has(.forgetting) else { return }
        pending.removeAll()
        live.version = core.published.newest
        buildIndices()
    }

    private func waitForRoom() async throws(StateError) {
        do throws(LogError) { try await core.log.core.waitForRoom() } catch { throw StateError(error) }
    }
}
