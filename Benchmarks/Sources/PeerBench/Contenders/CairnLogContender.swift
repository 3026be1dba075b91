import CairnLog
import Foundation

/// Cairn's log: records as JSON, found by their keys.
final class CairnLogContender: Contender {
    static let kind = "item"
    let log: Log

    static let entrant = Entrant(
        name: "Cairn log", version: "of this folder",
        settings: "its defaults, with a cache of lines of 64 MiB; buffered writes within 1,000 ms", isOurs: true,
        can: [.reads, .deletes, .compacts, .recovers]
    ) { folder, setup in try await CairnLogContender(folder, setup) }

    static func options(_ setup: Setup) -> LogOptions {
        var options = LogOptions()
        options.cacheBytes = Setup.cacheBytes
        if setup.keepsAllInLog { options.snapshotEveryBytes = 0 }
        return options
    }

    init(_ folder: String, _ setup: Setup) async throws {
        log = try await Log.open("\(folder)/store", options: Self.options(setup))
    }

    var logBytesRead: Int? { Int(log.recovery.bytesRead) }
    var isWarned: Bool { log.recovery.verdict != .clean || !log.recovery.findings.isEmpty }

    func client(_ keeping: Keeping) -> Client { .task(CairnLogClient(log, keeping)) }
    func compact() async throws { _ = try await log.compact(all: true) }
    func snapshot() async throws { _ = try await log.snapshot() }
    func close() async throws { try await log.close() }
}

extension Keeping {
    /// As Cairn calls it.
    var durability: Durability { self == .synced ? .synced : .buffered(withinMilliseconds: 1_000) }
}

/// One task's work with it.
final class CairnLogClient: TaskClient, @unchecked Sendable {  // unsafe: one task at a time
    private let log: Log
    private let durability: Durability
    private let decoder = ItemDecoder()
    private var text = SampleText()

    init(_ log: Log, _ keeping: Keeping) {
        self.log = log
        durability = keeping.durability
    }

    func write(_ deed: Deed) async throws {
        switch deed {
        case .write(let number, let salt): _ = try await log.append(entry(number, salt), durability: durability)
        case .modify(let number, let salt):
            _ = try read(.read(number))
            _ = try await log.append(entry(number, salt), durability: durability)
        case .delete(let number):
            _ = try await log.append(.delete(kind: CairnLogContender.kind, id: id(number)), durability: durability)
        case .batch(let numbers, let salt):
            _ = try await log.append(batch: numbers.map { try entry($0, salt) }, durability: durability)
        default: break
        }
    }

    private func entry(_ number: Int, _ salt: Int) throws -> Entry {
        text.set(number, salt: salt)
        return try Entry.record(kind: CairnLogContender.kind, json: text.json)
    }

    private func id(_ number: Int) -> String {
        text.setKey(number)
        return String(decoding: text.key, as: UTF8.self)
    }

    func read(_ deed: Deed) throws -> Int {
        switch deed {
        case .read(let number): try log.get(kind: CairnLogContender.kind, id: id(number)) == nil ? 0 : 1
        case .readTyped(let number):
            try log.get(kind: CairnLogContender.kind, id: id(number)).map {
                try decoder.isItem(Data($0.json)) ? 1 : 0
            } ?? 0
        default: 0
        }
    }

    func bytes(_ number: Int) throws -> [UInt8]? {
        try log.get(kind: CairnLogContender.kind, id: id(number))?.json
    }
}
