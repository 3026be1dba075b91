import CairnDisk
package import CairnLog
package import CrashLab

/// How the engine is run: with what taken away from it. A healthy one has nothing taken away.
package struct Rig: Sendable {
    /// A call to the disk that is left out.
    package var without: DiskSite?
    package var checks: Checks
    /// Which store a new one is.
    var identity = Rig.identity

    package init(without: DiskSite? = nil, checks: Checks = .all) {
        self.without = without
        self.checks = checks
    }

    static let identity = StoreIdentity(name: "0f0e0d0c-0b0a-4908-8706-050403020100", seed: 0x5eed_0fca_1741)

    /// 2026-11-20T20:13:00Z
    static let noon: Int64 = 1_795_205_580_000_000

    func options(_ kind: WorkloadKind, _ mode: RecoveryMode = .acknowledged) -> LogOptions {
        var options = LogOptions()
        options.segmentBytes = kind.profile.segmentBytes
        options.recovery = mode
        options.compactsByItself = false
        options.snapshotEveryBytes = 0
        if let lines = kind.profile.manifestLines { options.manifestLines = lines }
        if kind.profile.versions > 1 { options.retention = ["note": .versions(kind.profile.versions)] }
        return options
    }

    func open(
        _ folder: any Folder, _ options: LogOptions, clock: FixedClock = FixedClock(now: Rig.noon)
    ) throws(LogError) -> Log {
        let disk: any Folder = without == nil ? folder : SabotagedFolder(folder, without: without)
        return try Log.openNow(
            LogEnvironment(folder: disk, clock: clock, hasThreads: false, checks: checks, identity: identity),
            options: options)
    }
}
