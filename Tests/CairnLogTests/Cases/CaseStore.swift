import CairnDisk
import CairnLog
import CrashLab

/// A store on a disk in memory that a test can damage byte by byte, driven step by step.
struct CaseStore {
    private(set) var folder: RecordedFolder
    /// Lies between the log and the disk; without a fault it changes nothing.
    private(set) var faulty: FaultyFolder
    var options = LogOptions()

    init(_ disk: Disk = Disk(), segmentBytes: Int = 64 << 10) {
        folder = RecordedFolder(disk)
        faulty = FaultyFolder(folder)
        options.segmentBytes = segmentBytes
    }

    func open(_ mode: RecoveryMode = .acknowledged) throws -> Log {
        var options = options
        options.recovery = mode
        let environment = LogEnvironment(
            folder: faulty, clock: FixedClock(now: 1_795_205_580_000_000), hasThreads: false,
            identity: StoreIdentity(name: "0f0e0d0c-0b0a-4908-8706-050403020100", seed: 1))
        return try Log.openNow(environment, options: options)
    }

    /// The disk as it is now, on a machine that was started anew.
    mutating func restart(_ change: (inout Disk) -> Void = { _ in }) {
        var disk = folder.disk
        change(&disk)
        folder = RecordedFolder(disk)
        faulty = FaultyFolder(folder)
    }

    /// The process died, the machine runs on.
    func kill() { folder.dropLocks() }

    /// What is left when the power goes now and nothing lands that was not synced.
    mutating func cutPower() throws {
        let trace = folder.trace
        guard let label = CrashLabel("ordered:\(trace.events.count):0:1"),
            let (state, _) = CrashStates.replay(label, of: trace)
        else { throw LogError(.inputOutput, "no such state") }
        folder = state.mount()
        faulty = FaultyFolder(folder)
    }
}

extension Disk {
    var segments: [String] { names.filter { $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl") } }

    /// Writes over the bytes of a file from `offset` on.
    mutating func overwrite(_ name: String, at offset: Int, _ bytes: [UInt8]) {
        guard var content = content(of: name) else { return }
        bytes.withUnsafeBytes { content.write($0, at: offset) }
        put(name, content)
    }
}

extension Log {
    /// Writes one note and waits for nothing.
    func put(_ id: String, _ text: String = "hello") throws {
        _ = try stageNow([Entry.record(kind: "note", json: Array(#"{"id":"\#(id)","text":"\#(text)"}"#.utf8))])
        drive()
    }
}
