package import CairnDisk
internal import CairnLines
internal import Synchronization

/// The log itself: what its threads, its writers and its readers share. `Log` is the handle that users hold.
package final class LogCore: Sendable {
    let options: LogOptions
    let environment: LogEnvironment
    let identity: StoreIdentity
    let report: RecoveryReport
    let index: KeyIndex
    /// What a damaged store cannot answer for.
    let lost: LostRecords?
    package let catalog: SegmentCatalog
    let cache: LineCache
    let manifest: ManifestWriter
    let staging: Mutex<Staging>
    let committer: Mutex<Committer>
    /// Held by a writer; nil for a reader.
    let lock: (any FolderLock)?
    let work = Signal()
    let maintenance = Signal()
    /// Where background work rests.
    let pacing = Signal()
    let threads = Mutex<[WorkerThread]>([])
    /// Up to here records may be seen by readers.
    let visible: Atomic<UInt64>
    /// Held while a group becomes visible: whoever holds it sees all of a group or none of it.
    let turning = Mutex<Void>(())
    /// The committer sleeps: whoever stages wakes it.
    let isCommitterAsleep = Atomic<Bool>(false)
    /// A group was committed since the committer's thread last looked: its idle work begins anew.
    let hasCommitted = Atomic<Bool>(false)
    /// Of a reader: how far it has come in what another process writes.
    let followedTail = Mutex<FollowedTail?>(nil)
    /// When it last looked.
    let lastLook = Atomic<UInt64>(0)
    /// Of a reader that keeps its keys as new as what it has seen.
    let followedKeys = Mutex<FollowedKeys?>(nil)
    let listeners = Mutex<Listeners>(Listeners())
    let upkeep = Mutex(Upkeep())
    let meters = Mutex(CommitMeters())
    /// One long piece of work at a time: compaction, snapshot.
    let isBusy = Atomic<Bool>(false)

    init(_ opened: consuming OpenedStore, options: LogOptions, environment: LogEnvironment) {
        self.options = options
        self.environment = environment
        identity = opened.identity
        report = opened.report
        index = opened.index
        lost = opened.lost
        catalog = opened.catalog
        cache = LineCache(bytes: options.cacheShare)
        lock = opened.lock
        manifest = opened.manifest
        visible = Atomic(opened.next.number &- 1)
        var staging = Staging(next: opened.next.number, lastTime: opened.lastMicroseconds)
        if let reason = opened.readOnlyReason { staging.phase = .readOnly(reason) }
        self.staging = Mutex(staging)
        committer = Mutex(
            Committer(
                environment: environment, options: options, identity: opened.identity, manifest: opened.manifest,
                catalog: opened.catalog, active: opened.active, previous: opened.previous,
                nextSegment: opened.manifest.state.nextSegment, durable: SequenceNumber(opened.next.number &- 1),
                told: opened.told))
    }

    /// Where a writer may put files that are worth nothing when it has ended; nil for a reader.
    package var folder: (any Folder)? { isWriter ? environment.folder : nil }
    /// See ``LogOptions/memoryBytes``.
    package var memoryBytes: Int { options.memoryBytes }
    /// See ``LogOptions/leafBytes``.
    package var leafBytes: Int? { options.leafBytes }
    package var keyTableBytes: Int { index.bytes }
    package var storeName: String { identity.name }

    var isWriter: Bool { lock != nil }
    /// Another process may write the store.
    package var isReader: Bool { !isWriter }

    /// - Throws: where the system has no thread for it.
    func startThreads() throws(LogError) {
        guard environment.hasThreads, isWriter else { return }
        do throws(WorkerThread.StartError) {
            let committing = try WorkerThread(name: "cairn-commit") { self.runCommitter() }
            threads.withLock { $0.append(committing) }
            let maintaining = try WorkerThread(name: "cairn-upkeep") { self.runUpkeep() }
            threads.withLock { $0.append(maintaining) }
        } catch {
            throw LogError(.exhausted, "the log's threads could not be started", cause: error)
        }
    }

    /// A torn tail is settled by the segment behind it, which names the valid end: then the next opening finds nothing.
    /// Where there is no room for it, the first write will try again.
    func beginSegmentBehindTornTail() {
        guard isWriter, report.verdict == .torn, staging.withLock({ $0.refusal }) == nil else { return }
        settle { (committer) throws(CommitFailure) in
            if committer.active == nil { _ = try committer.activeSegment() }
        }
    }

    /// Ends writing: what was accepted is committed, then the threads end and the files are closed. Blocks.
    package func shutDown() throws(LogError) {
        let wasRunning = staging.withLock { staging -> Bool in
            switch staging.phase {
            case .running, .readOnly:
                staging.phase = .closing
                return true
            case .closing, .closed: return false
            }
        }
        guard wasRunning else { return }
        work.notify()
        maintenance.notify()
        for thread in threads.withLock({ $0 }) { thread.join() }
        drainCommitter()
        var failure: LogError?
        if isWriter { failure = closeCommitter() }
        let left = staging.withLock { staging in
            staging.phase = .closed
            return staging.unparkAll()
        }
        for continuation in left { continuation.resume() }
        listeners.withLock { $0.close() }
        manifest.close()
        // Whoever looks for more meanwhile opens nothing behind this.
        followedTail.withLock { _ in catalog.removeAll() }
        lock?.release()
        note(failure == nil ? .info : .error, "store.closed", failure?.message ?? "the store was closed")
        if let failure { throw failure }
    }

    private func closeCommitter() -> LogError? {
        committer.withLock { committer in
            do throws(CommitFailure) {
                try committer.mark()
                committer.trim()
                // Room for a segment to come is nothing that a closed store should keep.
                try? environment.folder.unlink(FileName.spare, .dropSegment)
                committer.active = nil
                return nil
            } catch { return error.reason }
        }
    }
}
