import CairnLines
import Cairn
import CairnDisk
import CairnLog
import CrashLab

/// A writer and a reader of one simulated folder, each step of which the test takes itself.
struct FollowedStore {
    let folder = RecordedFolder(Disk())
    private(set) var writer: Log
    /// What there was at each sequence, by id.
    private(set) var past: [UInt64: [Int: Member]] = [0: [:]]
    private(set) var last: UInt64 = 0

    init() throws { writer = try Self.open(folder, .acknowledged) }

    private static func open(_ folder: RecordedFolder, _ mode: RecoveryMode) throws -> Log {
        var options = LogOptions()
        options.segmentBytes = 64 << 10
        options.compactsByItself = false
        options.recovery = mode
        let environment = LogEnvironment(
            folder: folder, clock: FixedClock(now: 1_795_205_580_000_000), hasThreads: false,
            identity: StoreIdentity(name: "0f0e0d0c-0b0a-4908-8706-050403020100", seed: 1))
        return try Log.openNow(environment, options: options)
    }

    /// A store that follows the writer when its log is told to.
    func follow() throws -> (state: StateManager, log: Log) {
        let log = try Self.open(folder, .readOnly)
        return (try StateManager(log, kinds: ["member": Member.indices.map(\.definition)]), log)
    }

    /// Staged, written and synced; acknowledged to readers with what comes next.
    mutating func write(_ members: [Member?], ids: [Int]) throws {
        var entries: [CairnLog.Entry] = []
        var now = past[last] ?? [:]
        for (id, member) in zip(ids, members) {
            if let member {
                let text =
                    #"{"id":\#(id),"email":"\#(member.email)","score":\#(member.score),"note":"\#(member.note)"}"#
                if let old = now[id], old.email == member.email, old.note == member.note {
                    entries.append(
                        try Entry.update(
                            kind: "member", id: "\(id)", changes: Array(#"{"score":\#(member.score)}"#.utf8)))
                } else {
                    entries.append(try Entry.record(kind: "member", json: Array(text.utf8)))
                }
            } else {
                entries.append(try Entry.delete(kind: "member", id: "\(id)"))
            }
            now[id] = member
        }
        last = try writer.stageNow(entries, isTransaction: true).number
        past[last] = now
        writer.drive()
    }

    /// The process died, and another one goes on.
    mutating func kill() throws {
        folder.dropLocks()
        writer = try Self.open(folder, .acknowledged)
    }

    mutating func reopen() throws {
        try writer.closeNow()
        writer = try Self.open(folder, .acknowledged)
    }
}
