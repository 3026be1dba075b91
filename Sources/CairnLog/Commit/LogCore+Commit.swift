internal import CairnDisk
internal import CairnLines
internal import Synchronization

extension LogCore {
    /// The committer's thread.
    func runCommitter() {
        var idleSince = environment.clock.monotonic()
        var isTrimmed = true
        while true {
            let isMore = commitNext()
            // Whoever flushes commits on a thread of its own.
            if hasCommitted.exchange(false, ordering: .acquiringAndReleasing) {
                idleSince = environment.clock.monotonic()
                isTrimmed = false
            }
            if isMore { continue }
            if staging.withLock({ $0.isEmpty && !$0.isRunning }) { return }
            let idle = (environment.clock.monotonic() &- idleSince) / 1_000_000
            doIdleWork(idleMilliseconds: idle, isTrimmed: &isTrimmed)
            sleep(forAtMost: nextIdleWork(after: idle, isTrimmed: isTrimmed))
        }
    }

    /// Sleeps unless something is staged. The flag is set before the last look, so that no wake-up is lost.
    private func sleep(forAtMost nanoseconds: UInt64) {
        isCommitterAsleep.store(true, ordering: .sequentiallyConsistent)
        if staging.withLock({ $0.isEmpty && $0.isRunning }) { _ = work.wait(nanoseconds: nanoseconds) }
        isCommitterAsleep.store(false, ordering: .sequentiallyConsistent)
    }

    private func doIdleWork(idleMilliseconds idle: UInt64, isTrimmed: inout Bool) {
        let syncDue = upkeep.withLock { $0.syncDue }
        let now = environment.clock.monotonic()
        if let syncDue, syncDue <= now { settle { (committer) throws(CommitFailure) in try committer.sync() } }
        guard !isTrimmed, idle >= UInt64(options.idleMarkMilliseconds) else { return }
        settle { (committer) throws(CommitFailure) in try committer.mark() }
        if idle >= UInt64(options.idleTrimMilliseconds) {
            committer.withLock { $0.trim() }
            isTrimmed = true
        }
    }

    private func nextIdleWork(after idle: UInt64, isTrimmed: Bool) -> UInt64 {
        var wait = UInt64(3_600_000) &* 1_000_000
        if !isTrimmed {
            let due =
                idle < UInt64(options.idleMarkMilliseconds)
                ? options.idleMarkMilliseconds : options.idleTrimMilliseconds
            wait = (max(UInt64(due), idle &+ 1) &- idle) &* 1_000_000
        }
        if let due = upkeep.withLock({ $0.syncDue }) {
            let now = environment.clock.monotonic()
            wait = min(wait, due > now ? due &- now : 1)
        }
        return max(wait, 100_000)
    }

    /// Commits what is staged now, if anything is. Whoever calls it: one group at a time, in their order.
    func commitNext() -> Bool {
        committer.withLock { committer in
            guard let group = staging.withLock({ $0.take() }) else { return false }
            defer { hasCommitted.store(true, ordering: .releasing) }
            let start = environment.clock.monotonic()
            do throws(CommitFailure) {
                let outcome = try committer.commit(group)
                publish(group, outcome, since: start, committer)
                committer.digest(group)
                release(group)
            } catch { fail(group, error) }
            return true
        }
    }

    /// The group is in the log: first the index, then the acknowledgements, then the observers.
    private func publish(
        _ group: borrowing Group, _ outcome: Committer.Outcome, since start: UInt64, _ committer: borrowing Committer
    ) {
        let (last, isSynced) = (group.last, outcome.isSynced)
        let failure = turning.withLock { _ in
            let failure = apply(group, outcome)
            for effect in group.effects { effect.becomeVisible() }
            visible.store(last, ordering: .releasing)
            return failure
        }
        // The lines are safe in the log, but cannot be found: reading goes on as of before, writing stops.
        if let failure { stopWriting(failure) }
        noteSync(isSynced: isSynced, within: group.syncWithin)
        let taken = environment.clock.monotonic() &- start
        let (bytes, syncs) = (committer.bytes, committer.syncs)
        let records = UInt64(group.lines.count)
        meters.withLock { $0.add(nanoseconds: taken, records: records, bytes: bytes, syncs: syncs) }
        if isSynced { staging.withLock { $0.durable = last } }
        for waiter in group.waiters { waiter.continuation.resume(returning: nil) }
        listeners.withLock { $0.wake() }
        if committer.wantsUpkeep { maintenance.notify() }
    }

    /// Gives the group's room back to those who wait for some.
    private func release(_ group: consuming Group) {
        var done: Group? = group
        let woken = staging.withLock { $0.release(done.take(), limit: options.bytesInFlight) }
        for continuation in woken { continuation.resume() }
    }

    private func apply(_ group: borrowing Group, _ outcome: Committer.Outcome) -> LogError? {
        let effects = group.lines.map { line in
            KeyEffect(
                hash: line.hash, sequence: SequenceNumber(line.sequence),
                offset: UInt32(truncatingIfNeeded: outcome.base + Int64(line.offset)),
                length: UInt32(truncatingIfNeeded: line.length), form: line.form, seconds: line.seconds)
        }
        do throws(LogError) {
            try index.apply(effects, in: outcome.segment)
            return nil
        } catch { return error }
    }

    private func noteSync(isSynced: Bool, within nanoseconds: UInt64?) {
        let now = environment.clock.monotonic()
        upkeep.withLock { upkeep in
            if isSynced {
                upkeep.syncDue = nil
            } else if let nanoseconds {
                upkeep.syncDue = min(upkeep.syncDue ?? .max, now &+ nanoseconds)
            }
        }
    }

    private func fail(_ group: consuming Group, _ failure: CommitFailure) {
        let reason = failure.reason
        if reason.code == .noSpace {
            meters.withLock { $0.addSpaceFailure() }
            note(.error, "writing.noSpace", reason.message)
        }
        let (first, waiters) = (group.first, group.waiters)
        var failed: Group? = group
        let (behind, woken) = staging.withLock { staging in
            let behind = staging.rewind(to: first)
            if failure.endsWriting, staging.isRunning {
                staging.phase = .readOnly(reason.code == .durabilityUnknown ? reason : reason.asReadOnly)
            }
            return (behind, staging.release(failed.take(), limit: options.bytesInFlight))
        }
        for waiter in waiters + behind { waiter.continuation.resume(returning: reason) }
        for continuation in woken { continuation.resume() }
        if failure.endsWriting { note(.critical, "writing.stopped", reason.message, ["code": "\(reason.code)"]) }
        listeners.withLock { $0.wake() }
    }

    /// Work of the committer outside a group; its failure ends writing.
    func settle(_ body: (inout Committer) throws(CommitFailure) -> Void) {
        var failure: CommitFailure?
        committer.withLock { committer in
            do throws(CommitFailure) { try body(&committer) } catch {
                failure = error
                return
            }
            // Under the lock: after it, another thread's group may be durable already, or have a sync due of its own.
            upkeep.withLock { $0.syncDue = nil }
            staging.withLock { $0.durable = committer.durable.number }
        }
        if let failure {
            if failure.endsWriting { stopWriting(failure.reason) }
            return
        }
        listeners.withLock { $0.wake() }
    }

    func stopWriting(_ reason: LogError) {
        let isNew = staging.withLock { staging in
            guard staging.isRunning else { return false }
            defer { staging.phase = .readOnly(reason) }
            if case .readOnly = staging.phase { return false }
            return true
        }
        if isNew { note(.critical, "writing.stopped", reason.message, ["code": "\(reason.code)"]) }
    }

    /// Commits whatever is staged, on this thread: for closing, and for the laboratory, where there are no threads.
    func drainCommitter() { while commitNext() {} }
}

extension Staging {
    var isRunning: Bool { if case .closing = phase { false } else if case .closed = phase { false } else { true } }
}

extension CommitFailure {
    var reason: LogError {
        switch self {
        case .refused(let reason), .stopped(let reason), .unknown(let reason): reason
        }
    }

    var endsWriting: Bool { if case .refused = self { false } else { true } }
}

extension LogError {
    /// The reason for which later writes are refused.
    var asReadOnly: LogError {
        LogError(.readOnly, "the device failed a write, so the store takes no more; reading goes on", cause: self)
    }
}
