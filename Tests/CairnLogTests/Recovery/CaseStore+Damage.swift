import CairnDisk
import CairnLog
import CrashLab

extension CaseStore {
    /// What `open` uses, for what is done to a closed store.
    var environment: LogEnvironment {
        LogEnvironment(
            folder: faulty, clock: FixedClock(now: 1_795_205_580_000_000), hasThreads: false,
            identity: StoreIdentity(name: "0f0e0d0c-0b0a-4908-8706-050403020100", seed: 1))
    }

    /// A closed store of several small segments with the notes `k0`, `k1`, ….
    static func filled(_ notes: Int = 40, retention: [String: Retention] = [:]) throws -> CaseStore {
        var store = CaseStore(segmentBytes: 4 << 10)
        store.options.retention = retention
        let log = try store.open()
        for number in 0..<notes { try log.put("k\(number)", String(repeating: "x", count: 300)) }
        try log.closeNow()
        store.restart()
        return store
    }

    /// Reading every byte, for damage that hints would hide.
    func openThoroughly(_ mode: RecoveryMode = .acknowledged) throws -> Log {
        var store = self
        store.options.readsEverything = true
        return try store.open(mode)
    }

    func ids(_ mode: RecoveryMode = .readOnly) throws -> [String] { try open(mode).linesNow().map(\.id) }
}

extension Disk {
    var manifest: String { names.last { $0.hasPrefix("MANIFEST") } ?? "" }

    /// The first segment that has the text, and where.
    func place(of text: String) -> (file: String, offset: Int)? {
        let wanted = Array(text.utf8)
        for name in segments {
            guard let bytes = bytes(of: name), bytes.count >= wanted.count else { continue }
            let at = (0...bytes.count - wanted.count).first { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }
            if let at { return (name, at) }
        }
        return nil
    }

    /// Writes one text over another of the same length, in the first segment that has it.
    mutating func replace(_ text: String, with other: String) {
        guard let place = place(of: text) else { return }
        overwrite(place.file, at: place.offset, Array(other.utf8))
    }

    /// Puts another line in the place of the one that has the text.
    mutating func editLine(with text: String, _ change: (String) -> String) {
        guard let place = place(of: text), let bytes = bytes(of: place.file) else { return }
        let start = bytes[..<place.offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[place.offset...].firstIndex(of: 0x0A) ?? bytes.count
        let line = change(String(decoding: bytes[start..<end], as: UTF8.self))
        put(place.file, FileContent(Array(bytes[..<start]) + Array(line.utf8) + Array(bytes[end...])))
    }
}

/// The code of what `body` throws; nil where it throws nothing of the log's.
func code(_ body: () throws -> Void) -> LogError.Code? {
    do {
        try body()
        return nil
    } catch { return (error as? LogError)?.code }
}
