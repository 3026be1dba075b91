internal import CairnDisk
internal import Synchronization

extension Log {
    /// Reads every byte of a store and says what is wrong with it. Changes nothing and takes no lock.
    ///
    /// - Errors: `.notAStore`; `.missing`, `.foreign`, `.damaged` where the store as a whole cannot be made out;
    ///   `.inputOutput`. Damage and torn tails are findings, not errors.
    /// - Complexity: O(bytes of log and snapshots).
    public static func verify(_ path: String, progress: ProgressReport? = nil) async throws(LogError) -> RecoveryReport
    {
        try await Blocking.run("cairn-verify") { () throws(LogError) in
            try verifyNow(try environment(path), progress: progress)
        }
    }

    /// The same, on the calling thread and any folder.
    package static func verifyNow(
        _ environment: LogEnvironment, progress: ProgressReport? = nil
    ) throws(LogError) -> RecoveryReport {
        var options = LogOptions()
        options.recovery = .readOnly
        return try StoreOpening(environment, options, progress).survey()
    }

    /// Opens a store in the given mode, lets it do what the mode does, and closes it. A dry run only says what it would
    /// find.
    ///
    /// - Errors: as for ``open(_:options:progress:)``.
    public static func recover(
        _ path: String, mode: RecoveryMode, dryRun: Bool, progress: ProgressReport? = nil
    ) async throws(LogError) -> RecoveryReport {
        try await Blocking.run("cairn-recover") { () throws(LogError) in
            var options = LogOptions()
            options.recovery = dryRun ? .readOnly : mode
            options.createIfMissing = false
            options.compactsByItself = false
            options.snapshotEveryBytes = 0
            options.readsEverything = true
            var environment = try environment(path)
            environment.hasThreads = false
            if dryRun {
                var report = try StoreOpening(environment, options, progress).survey()
                report.mode = mode
                return report
            }
            let log = try openNow(environment, options: options, progress: progress)
            let report = log.recovery
            try log.closeNow()
            return report
        }
    }

    static func environment(_ path: String) throws(LogError) -> LogEnvironment {
        do throws(DiskError) {
            return LogEnvironment(folder: try RealFolder.open(path: path, create: false), clock: SystemClock())
        } catch {
            throw .cannotOpen(path, error)
        }
    }
}
