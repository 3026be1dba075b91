internal import CairnDisk
package import CairnLines
internal import Synchronization

extension Log {
    /// Writes one entry; returns when it is as durable as asked.
    ///
    /// - Errors: `.closed`, `.readOnly`, `.noSpace`, `.tooLarge`, `.cancelled` (nothing was written),
    ///   `.durabilityUnknown` (it may have been).
    /// - Durability: as `durability` says, by default as the log's options do.
    public func append(_ entry: Entry, durability: Durability? = nil) async throws(LogError) -> Receipt {
        let first = try await core.append([entry.draft], isTransaction: false, durability)
        return Receipt(sequence: first, id: entry.id)
    }

    /// Writes entries one behind the other with one sync. After a crash a part of them may be there, never with a gap.
    ///
    /// - Errors: as for one entry. None of them is acknowledged then.
    public func append(batch entries: [Entry], durability: Durability? = nil) async throws(LogError) -> [Receipt] {
        try await append(entries, isTransaction: false, durability)
    }

    /// Writes entries that count only together, whatever happens.
    ///
    /// - Errors: as for one entry; `.tooLarge` above 65,536 entries.
    public func append(
        transaction entries: [Entry], durability: Durability? = nil
    ) async throws(LogError) -> [Receipt] {
        try await append(entries, isTransaction: true, durability)
    }

    /// Makes everything that was accepted so far durable, whatever it asked for itself.
    ///
    /// - Errors: `.durabilityUnknown` where the sync failed.
    public func flush() async throws(LogError) {
        let core = core
        try await Blocking.run("cairn-flush") { () throws(LogError) in try core.flush() }
    }

    private func append(
        _ entries: [Entry], isTransaction: Bool, _ durability: Durability?
    ) async throws(LogError) -> [Receipt] {
        guard !entries.isEmpty else { return [] }
        let first = try await core.append(entries.map(\.draft), isTransaction: isTransaction, durability)
        return entries.enumerated().map { index, entry in
            Receipt(sequence: SequenceNumber(first.number &+ UInt64(index)), id: entry.id)
        }
    }
}

extension LogCore {
    /// Stages lines and waits for their acknowledgement.
    func append(
        _ drafts: [LineDraft], isTransaction: Bool, _ durability: Durability?
    ) async throws(LogError) -> SequenceNumber {
        let hashes = drafts.map { $0.keyHash(seed: identity.seed) }
        let durability = durability ?? options.durability
        try check(drafts, isTransaction: isTransaction)
        while true {
            try await waitForRoom()
            if Task.isCancelled { throw LogError(.cancelled, "the task was cancelled before the write was staged") }
            var first = SequenceNumber.none
            let failure = await stageAndWait(drafts, hashes, isTransaction, durability, &first)
            guard let failure else { return first }
            // Others came between the look and the staging, and filled the room.
            if failure.code != .busy { throw failure }
        }
    }

    private func stageAndWait(
        _ drafts: [LineDraft], _ hashes: [KeyHash], _ isTransaction: Bool, _ durability: Durability,
        _ first: inout SequenceNumber
    ) async -> LogError? {
        await withUnsafeContinuation { continuation in
            // A volatile write is acknowledged as soon as it is staged.
            let waiter = durability == .volatile ? nil : continuation
            switch stage(drafts, hashes, isTransaction, durability, waiter, limit: options.bytesInFlight) {
            case .success(let sequence):
                first = sequence
                if waiter == nil { continuation.resume(returning: nil) }
                // While the device works, this thread has nothing to do.
                if drafts.count >= Self.worthWarming { index.warm(hashes) }
            case .failure(let error): continuation.resume(returning: error)
            }
        }
    }

    /// From so many lines on, the committer's searches are worth preparing.
    private static let worthWarming = 16

    /// Gives lines their places and wakes the committer. The waiter is resumed when they are acknowledged.
    ///
    /// `failures` is how many failures the caller knows of: after one more, what it decided upon is not there any more,
    /// and it is told `.overtaken`. With so many bytes in flight as `limit` says it is told `.busy`: then at most one
    /// write more than the limit is ever staged. `effect` is asked for with the staging locked, once nothing can refuse
    /// the lines any more.
    func stage(
        _ drafts: [LineDraft], _ hashes: [KeyHash], _ isTransaction: Bool, _ durability: Durability,
        _ waiter: UnsafeContinuation<LogError?, Never>?, failures: UInt64? = nil, limit: Int = .max,
        wakes: Bool = true, effect: () -> (any StagedEffect)? = { nil }
    ) -> Result<SequenceNumber, LogError> {
        let now = environment.clock.now()
        let result: Result<SequenceNumber, LogError> = withRoomInChains(drafts, hashes) { staging, isTooLong in
            if let refusal = staging.refusal { return .failure(refusal) }
            if staging.bytesInFlight >= limit {
                return .failure(LogError(.busy, "too much is in flight; wait for some of it"))
            }
            if let failures, failures != staging.failures {
                return .failure(LogError(.overtaken, "a write before this one failed; decide anew"))
            }
            if isTooLong { return .failure(.chainIsFull) }
            guard staging.hasNumbers(for: drafts.count) else { return .failure(.numbersAreUsedUp) }
            return .success(
                SequenceNumber(
                    staging.stage(
                        drafts, hashes, isTransaction: isTransaction, durability: durability, now: now, waiter: waiter,
                        effect: effect()))
            )
        }
        if wakes { wakeCommitter() }
        return result
    }

    /// Failures so far: see ``commit(_:_:failures:isolation:effect:whenStaged:)``.
    package var failures: UInt64 { staging.withLock { $0.failures } }

    /// Changes behind the last whole line of a key.
    package func changes(of key: [UInt8]) -> Int { index.chain(hash(of: key)).count }

    /// Whether a key has a record, by the key table alone.
    package func exists(_ key: [UInt8]) -> Bool { index.newest(hash(of: key)).map { !$0.isTombstone } ?? false }

    /// Whether a key has no record, by the key table alone; false where that cannot be told.
    package func isAbsent(_ key: [UInt8]) -> Bool {
        lost == nil && (index.newest(hash(of: key)).map(\.isTombstone) ?? true)
    }

    private func hash(of key: [UInt8]) -> KeyHash {
        key.withUnsafeBytes { KeyHash.of(keyBytes: $0, seed: identity.seed) }
    }

    /// Stages lines that count only together and waits for their acknowledgement. `effect` is asked for with the
    /// staging locked, so it must be short; `whenStaged` runs behind that, before the caller can stage anything else.
    ///
    /// - Errors: nothing was staged with `.busy`, where too much is in flight, and with `.overtaken`, where a write
    ///   failed that the caller did not know of when it counted `failures`: what it decided upon may not be there.
    package func commit(
        _ drafts: [LineDraft], _ durability: Durability?, failures: UInt64,
        isolation: isolated (any Actor)? = #isolation, effect: () -> (any StagedEffect)?,
        whenStaged: (SequenceNumber) -> Void
    ) async -> LogError? {
        let hashes = drafts.map { $0.keyHash(seed: identity.seed) }
        let durability = durability ?? options.durability
        do throws(LogError) { try check(drafts, isTransaction: true) } catch { return error }
        return await withUnsafeContinuation { continuation in
            let waiter = durability == .volatile ? nil : continuation
            let staged = stage(
                drafts, hashes, true, durability, waiter, failures: failures, limit: options.bytesInFlight,
                effect: effect)
            switch staged {
            case .success(let first):
                whenStaged(first)
                if waiter == nil { continuation.resume(returning: nil) }
            case .failure(let error): continuation.resume(returning: error)
            }
        }
    }

    /// Stages one line. Its waiter is resumed when it is as durable as asked, at once where it is not staged. The
    /// committer is not woken: see ``wakeCommitter()``.
    package func commitAlone(
        _ draft: LineDraft, _ durability: Durability?, failures: UInt64, _ waiter: UnsafeContinuation<LogError?, Never>,
        effect: () -> (any StagedEffect)?
    ) -> SequenceNumber? {
        let durability = durability ?? options.durability
        let isVolatile = durability == .volatile
        let staged = stage(
            [draft], [draft.keyHash(seed: identity.seed)], true, durability, isVolatile ? nil : waiter,
            failures: failures, limit: options.bytesInFlight, wakes: false, effect: effect)
        switch staged {
        case .success(let first):
            if isVolatile { waiter.resume(returning: nil) }
            return first
        case .failure(let error):
            waiter.resume(returning: error)
            return nil
        }
    }

    /// Something was staged.
    package func wakeCommitter() {
        if isCommitterAsleep.load(ordering: .sequentiallyConsistent) { work.notify() }
    }

    private func check(_ drafts: [LineDraft], isTransaction: Bool) throws(LogError) {
        if isTransaction, drafts.count > Staging.maxTransactionLines {
            throw LogError(
                .tooLarge,
                "a transaction holds at most \(Staging.maxTransactionLines) entries; this one has \(drafts.count)")
        }
        let bytes = drafts.reduce(0) { $0 &+ $1.byteCount &+ Limits.maxFrameBytes }
        guard bytes < Limits.maxLineBytes else {
            throw LogError(.tooLarge, "at most \(Limits.maxLineBytes) bytes can be written at once; split the batch")
        }
    }

    /// Backpressure: callers wait while too many bytes are in flight; nobody is turned away.
    package func waitForRoom() async throws(LogError) {
        while staging.withLock({ $0.bytesInFlight >= options.bytesInFlight && $0.refusal == nil }) {
            await withUnsafeContinuation { continuation in
                let isParked = staging.withLock { staging in
                    guard staging.bytesInFlight >= options.bytesInFlight, staging.refusal == nil else { return false }
                    staging.park(continuation)
                    return true
                }
                if !isParked { continuation.resume() }
            }
        }
    }

    /// Commits and syncs on the calling thread's time. Blocks.
    func flush() throws(LogError) {
        guard isWriter else { return }
        let refusal = staging.withLock { $0.refusal }
        if let refusal { throw refusal }
        drainCommitter()
        settle { (committer) throws(CommitFailure) in try committer.sync() }
        // Its idle work begins with what was committed here.
        work.notify()
        if let refusal = staging.withLock({ $0.refusal }), refusal.code != .closed { throw refusal }
    }
}
