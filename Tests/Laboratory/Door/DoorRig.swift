import CairnLines
package import Cairn
import CairnDisk
import CairnLog
import CrashLab

/// How the door is run: with what taken away from it. A healthy one has nothing taken away.
package struct DoorRig: Sendable {
    package var safeties = Safeties.all

    package init() {}

    func options(seed: UInt64) -> LogOptions {
        var options = LogOptions()
        options.segmentBytes = seed % 3 == 0 ? 4 << 10 : 16 << 10
        options.compactsByItself = false
        options.snapshotEveryBytes = 0
        options.cacheBytes = seed % 5 == 0 ? 0 : 32 << 10
        options.manifestLines = 12
        if seed % 2 == 0 { options.retention = ["": .everything] }
        return options
    }

    func open(
        _ folder: any Folder, _ options: LogOptions, _ clock: FixedClock
    ) throws -> (Log, StateManager) {
        let log = try Log.openNow(
            LogEnvironment(folder: folder, clock: clock, hasThreads: false, identity: Rig.identity), options: options)
        var rules = StoreRules()
        rules.add(Town.self)
        rules.add(Citizen.self)
        let state = try StateManager(
            log,
            kinds: [Town.kind: Town.indices.map(\.definition), Citizen.kind: Citizen.indices.map(\.definition)],
            rules: rules, safeties: safeties)
        return (log, state)
    }
}
