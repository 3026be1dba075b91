internal import CairnLog

extension StateManager {
    /// Writes one record, and goes the way of transactions where that takes more than a look at what is there.
    ///
    /// - Errors: as ``Transaction/create(_:)`` or ``Transaction/upsert(_:expecting:)``, and those of
    ///   ``transaction(durability:_:)``.
    nonisolated func writeAlone(_ record: PreparedRecord, isNew: Bool, _ durability: Durability?) async throws {
        if core.follower == nil, !core.rules.concern(record.name.kind),
            try await stagedAlone(LoneWrite(record, isNew: isNew, durability))
        {
            return
        }
        try await transaction(durability: durability) { transaction in
            if isNew { try transaction.create(record) } else { try transaction.upsert(record) }
        }
    }

    /// False where nothing was written, and the other way may lead there.
    nonisolated private func stagedAlone(_ write: LoneWrite) async throws(StateError) -> Bool {
        var failure: LogError? = await withUnsafeContinuation { waiter in
            write.waiter = waiter
            if !core.loneWrites.join(write) {
                write.leads = true
                waiter.resume(returning: nil)
            }
        }
        if write.leads { failure = await lead(write) }
        if failure != nil || !core.has(.patience) { await endTurn() }
        guard let failure else { return !write.isRefused }
        if failure.code == .overtaken || failure.code == .busy { return false }
        throw StateError(failure)
    }

    /// Brings a write and all that wait to their turn, and waits for the first.
    private func lead(_ write: LoneWrite) async -> LogError? {
        await withUnsafeContinuation { waiter in
            write.waiter = waiter
            let others = core.loneWrites.take()
            forgetWhatFailed()
            keepWithinMemory()
            take(write)
            for other in others { take(other) }
            core.log.core.wakeCommitter()
            noteStaged()
        }
    }

    /// Stages a write, if that can be done now.
    private func take(_ write: LoneWrite) {
        let record = write.record
        guard let waiter = write.waiter, !write.isCancelled || !core.has(.cancellation) else { return write.refuse() }
        let work = IndexWork(live, keepsUnique: core.has(.uniqueness))
        do throws(StateError) {
            let before = try TransactionView(core: core, pending: pending, changes: [], places: [:], work: work)
                .current(record.name)
            if write.isNew, before != nil { return write.refuse() }
            try work.replace(record.name, before?.json, with: record.json, record.entries)
        } catch { return write.refuse() }
        let first = core.log.core.commitAlone(record.draft, write.durability, failures: failures, waiter) {
            live.stage(work)
        }
        if let first { pending.add(record.name, PendingWrites.State(json: record.json, revision: first)) }
    }

    private func endTurn() {
        forgetWhatFailed()
        if !core.has(.patience) { pending.removeAll() }
    }
}
