import Foundation

/// What a programmer in a hurry writes: a file of lines, a dictionary of everything, a lock around both.
final class NaiveContender: Contender, @unchecked Sendable {  // unsafe: everything stands behind the lock
    private let lock = NSLock()
    private let path: String
    private var file: FileHandle
    private var records: [String: Data] = [:]

    static let entrant = Entrant(
        name: "naive JSONL", version: "of this benchmark",
        settings:
            "one file, appended to and synced for each write; all records in a dictionary; opening parses each line "
            + "with JSONSerialization",
        can: [.reads, .deletes, .compacts, .recovers]
    ) { folder, _ in try NaiveContender(folder) }

    private struct Removal: Codable {
        var id: String
        var deleted = true
    }

    init(_ folder: String) throws {
        path = "\(folder)/store.jsonl"
        if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
        for line in try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0a) {
            // The last line may be torn; whoever is in a hurry skips what does not parse.
            let object = (try? JSONSerialization.jsonObject(with: line)) as? [String: Any]
            guard let object, let id = object["id"] as? String else { continue }
            records[id] = object["deleted"] == nil ? Data(line) : nil
        }
        file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seekToEnd()
    }

    func client(_ keeping: Keeping) -> Client { .thread(NaiveClient(self, isSynced: keeping == .synced)) }

    func append(_ lines: Data, isSynced: Bool, _ change: (inout [String: Data]) -> Void) throws {
        try lock.withLock {
            try file.write(contentsOf: lines)
            if isSynced { try file.synchronize() }
            change(&records)
        }
    }

    func record(_ id: String) -> Data? { lock.withLock { records[id] } }

    /// Everything into a new file, while everybody waits.
    func compact() throws {
        try lock.withLock {
            let new = path + ".new"
            try Data().write(to: URL(fileURLWithPath: new))
            let next = try FileHandle(forUpdating: URL(fileURLWithPath: new))
            var text = Data()
            for record in records.values {
                text += record
                text.append(0x0a)
            }
            try next.write(contentsOf: text)
            try next.synchronize()
            guard rename(new, path) == 0 else { throw ContenderFailure("naive JSONL", "cannot rename") }
            try file.close()
            file = next
        }
    }

    func close() throws { try lock.withLock { try file.close() } }

    static func removal(of id: String) throws -> Data { try JSONEncoder().encode(Removal(id: id)) + [0x0a] }
}

/// One thread's work with it.
final class NaiveClient: ThreadClient, @unchecked Sendable {  // unsafe: one thread at a time
    private let store: NaiveContender
    private let isSynced: Bool
    private let decoder = ItemDecoder()
    private var text = SampleText()

    init(_ store: NaiveContender, isSynced: Bool) {
        self.store = store
        self.isSynced = isSynced
    }

    func write(_ deed: Deed) throws {
        switch deed {
        case .write(let number, let salt): try put([number], salt)
        case .modify(let number, let salt):
            _ = try read(.read(number))
            try put([number], salt)
        case .batch(let numbers, let salt): try put(numbers, salt)
        case .delete(let number):
            let id = id(number)
            try store.append(try NaiveContender.removal(of: id), isSynced: isSynced) { $0[id] = nil }
        default: break
        }
    }

    private func put(_ numbers: [Int], _ salt: Int) throws {
        var lines = Data()
        var records: [(String, Data)] = []
        for number in numbers {
            text.set(number, salt: salt)
            let json = Data(text.json)
            records.append((String(decoding: text.key, as: UTF8.self), json))
            lines += json
            lines.append(0x0a)
        }
        try store.append(lines, isSynced: isSynced) { all in
            for (id, json) in records { all[id] = json }
        }
    }

    private func id(_ number: Int) -> String {
        text.setKey(number)
        return String(decoding: text.key, as: UTF8.self)
    }

    func read(_ deed: Deed) throws -> Int {
        switch deed {
        case .read(let number): store.record(id(number)) == nil ? 0 : 1
        case .readTyped(let number): try store.record(id(number)).map { try decoder.isItem($0) ? 1 : 0 } ?? 0
        default: 0
        }
    }

    func bytes(_ number: Int) -> [UInt8]? { store.record(id(number)).map(Array.init) }
}
