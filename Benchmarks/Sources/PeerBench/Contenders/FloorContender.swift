import BareDisk
import Foundation

/// No store: the same bytes by one write and one sync at a time, into a file that was filled before. What nobody can
/// beat who keeps the promise, unless writers share syncs.
final class FloorContender: Contender, @unchecked Sendable {  // unsafe: everything stands behind the lock
    private static let filled = 16 << 20
    private let lock = NSLock()
    private let file: SyncFile
    private var offset = 0

    static let entrant = Entrant(
        name: "bare disk", version: "write and fdatasync",
        settings: "16 MiB, filled beforehand, written round and round",
        can: [.deletes]
    ) { folder, _ in try FloorContender(folder) }

    init(_ folder: String) throws { file = try SyncFile(path: "\(folder)/floor.bytes", filledBytes: Self.filled) }

    func client(_ keeping: Keeping) -> Client { .thread(FloorClient(self, isSynced: keeping == .synced)) }

    func put(_ bytes: [UInt8], isSynced: Bool) throws {
        try lock.withLock {
            if offset + bytes.count > Self.filled { offset = 0 }
            try file.write(bytes, at: offset)
            if isSynced { try file.sync() }
            offset += bytes.count
        }
    }

    func compact() {}
    func close() {}
}

/// One thread's work with it.
final class FloorClient: ThreadClient, @unchecked Sendable {  // unsafe: one thread at a time
    private let store: FloorContender
    private let isSynced: Bool
    private var text = SampleText()

    init(_ store: FloorContender, isSynced: Bool) {
        self.store = store
        self.isSynced = isSynced
    }

    func write(_ deed: Deed) throws {
        switch deed {
        case .write(let number, let salt), .modify(let number, let salt):
            text.set(number, salt: salt)
            try store.put(text.json, isSynced: isSynced)
        case .batch(let numbers, let salt):
            var bytes: [UInt8] = []
            bytes.reserveCapacity(numbers.count * SampleText.jsonBytes)
            for number in numbers {
                text.set(number, salt: salt)
                bytes += text.json
            }
            try store.put(bytes, isSynced: isSynced)
        case .delete(let number):
            text.setKey(number)
            try store.put(text.key, isSynced: isSynced)
        default: break
        }
    }

    func read(_ deed: Deed) -> Int { 0 }
    func bytes(_ number: Int) -> [UInt8]? { nil }
}
