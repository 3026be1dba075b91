internal import CairnDisk
internal import Synchronization

/// A log of JSON lines that survives: the handle that programs hold.
///
/// One process writes a store at a time; any number may read it. All methods may be called from any task. A log that is
/// let go without ``close()`` commits what it accepted and closes by itself, but nobody hears of a failure then.
public final class Log: Sendable {
    package let core: LogCore

    package init(_ core: LogCore) { self.core = core }

    deinit {
        let core = core
        guard core.environment.hasThreads else { return }
        core.beginClosing()
    }

    /// What opening found, and what was done about it.
    public var recovery: RecoveryReport { core.report }

    /// Opens the store in the folder at `path`, creating it if the options say so, and recovers it.
    ///
    /// - Errors: `.locked` with the holder; `.notAStore`, `.newerFormat`; `.missing`, `.foreign`, `.damaged`, `.torn`
    ///   as the recovery mode demands; `.inputOutput`.
    /// - Complexity: O(keys) with a snapshot or hints, else O(bytes of log).
    /// - Durability: everything that is served afterwards has been synced.
    public static func open(
        _ path: String, options: LogOptions = LogOptions(), progress: ProgressReport? = nil
    ) async throws(LogError) -> Log {
        try await Blocking.run("cairn-open") { () throws(LogError) in
            try openNow(path, options: options, progress: progress)
        }
    }

    /// The same, on the calling thread.
    package static func openNow(
        _ path: String, options: LogOptions, progress: ProgressReport? = nil
    ) throws(LogError) -> Log {
        try options.check()
        let folder: RealFolder
        do throws(DiskError) {
            folder = try RealFolder.open(
                path: path, create: options.createIfMissing && options.recovery != .readOnly)
        } catch {
            throw .cannotOpen(path, error)
        }
        let environment = LogEnvironment(folder: folder, clock: SystemClock())
        return try openNow(environment, options: options, progress: progress)
    }

    /// Opens a store on whatever it is to run on.
    package static func openNow(
        _ environment: LogEnvironment, options: LogOptions, progress: ProgressReport? = nil
    ) throws(LogError) -> Log {
        let opened = try StoreOpening(environment, options, progress).run()
        let core = LogCore(opened, options: options, environment: environment)
        core.noteOpening()
        core.beginSegmentBehindTornTail()
        try core.startThreads()
        return Log(core)
    }

    /// Commits what was accepted, tells the log so, gives unused room back, and closes. Later calls fail with
    /// `.closed`.
    ///
    /// - Errors: `.durabilityUnknown` where the last sync failed.
    public func close() async throws(LogError) {
        let core = core
        try await Blocking.run("cairn-close") { () throws(LogError) in try core.shutDown() }
    }
}

extension LogCore {
    /// Lets a forgotten log end by itself.
    func beginClosing() {
        let isOpen = staging.withLock { staging in
            switch staging.phase {
            case .closing, .closed: false
            default: true
            }
        }
        guard isOpen else { return }
        _ = try? WorkerThread(name: "cairn-close") { try? self.shutDown() }
    }
}
