import CLevelDB
import Foundation

/// LevelDB, set up as its documentation advises.
final class LevelContender: Contender, @unchecked Sendable {  // unsafe: the library says that a database may be shared
    private static let logBufferBytes = 1 << 30
    let database: OpaquePointer
    private let options: OpaquePointer
    private let cache: OpaquePointer
    private let filter: OpaquePointer

    static let entrant = Entrant(
        name: "LevelDB", version: "\(leveldb_major_version()).\(leveldb_minor_version())",
        settings: "sync=true; write buffer 64 MiB, block cache 64 MiB, bloom filter of 10 bits; all else its default"
    ) { try LevelContender($0, $1) }

    init(_ folder: String, _ setup: Setup) throws {
        options = leveldb_options_create()
        leveldb_options_set_create_if_missing(options, 1)
        leveldb_options_set_write_buffer_size(options, setup.keepsAllInLog ? Self.logBufferBytes : 64 << 20)
        cache = leveldb_cache_create_lru(Setup.cacheBytes)
        leveldb_options_set_cache(options, cache)
        filter = leveldb_filterpolicy_create_bloom(10)
        leveldb_options_set_filter_policy(options, filter)
        var failure: UnsafeMutablePointer<CChar>?
        let opened = leveldb_open(options, folder, &failure)
        guard let opened else { throw Self.failed("open", failure) }
        database = opened
    }

    func client(_ keeping: Keeping) -> Client { .thread(LevelClient(self, keeping)) }

    func compact() throws { leveldb_compact_range(database, nil, 0, nil, 0) }

    func close() throws {
        leveldb_close(database)
        leveldb_options_destroy(options)
        leveldb_cache_destroy(cache)
        leveldb_filterpolicy_destroy(filter)
    }

    static func check(_ call: String, _ body: (inout UnsafeMutablePointer<CChar>?) -> Void) throws {
        var failure: UnsafeMutablePointer<CChar>?
        body(&failure)
        if failure != nil { throw failed(call, failure) }
    }

    static func failed(_ call: String, _ text: UnsafeMutablePointer<CChar>?) -> ContenderFailure {
        defer { if let text { leveldb_free(text) } }
        return ContenderFailure("LevelDB", "\(call): " + (text.map { String(cString: $0) } ?? "no reason given"))
    }
}

/// One thread's work with LevelDB.
final class LevelClient: ThreadClient, KeyedReader, @unchecked Sendable {  // unsafe: one thread at a time
    private let store: LevelContender
    private let database: OpaquePointer
    private let reading = leveldb_readoptions_create()
    private let writing = leveldb_writeoptions_create()
    private let group = leveldb_writebatch_create()
    let decoder = ItemDecoder()
    private var text = SampleText()

    init(_ store: LevelContender, _ keeping: Keeping) {
        self.store = store
        database = store.database
        leveldb_writeoptions_set_sync(writing, keeping == .synced ? 1 : 0)
    }

    deinit {
        leveldb_readoptions_destroy(reading)
        leveldb_writeoptions_destroy(writing)
        leveldb_writebatch_destroy(group)
    }

    func write(_ deed: Deed) throws {
        switch deed {
        case .write(let number, let salt): try put(number, salt)
        case .modify(let number, let salt):
            _ = try read(.read(number))
            try put(number, salt)
        case .delete(let number):
            text.setKey(number)
            try text.key.withChars { key, count in
                try LevelContender.check("delete") { leveldb_delete(database, writing, key, count, &$0) }
            }
        case .batch(let numbers, let salt):
            leveldb_writebatch_clear(group)
            for number in numbers {
                text.set(number, salt: salt)
                text.withChars { leveldb_writebatch_put(group, $0, $1, $2, $3) }
            }
            try LevelContender.check("write") { leveldb_write(database, writing, group, &$0) }
        default: break
        }
    }

    private func put(_ number: Int, _ salt: Int) throws {
        text.set(number, salt: salt)
        try text.withChars { key, keyCount, json, count in
            try LevelContender.check("put") { leveldb_put(database, writing, key, keyCount, json, count, &$0) }
        }
    }

    func get(_ number: Int, _ use: (UnsafeRawBufferPointer) throws -> Bool) throws -> Int {
        text.setKey(number)
        var failure: UnsafeMutablePointer<CChar>?
        var length = 0
        let found = text.key.withChars { leveldb_get(database, reading, $0, $1, &length, &failure) }
        if failure != nil { throw LevelContender.failed("get", failure) }
        guard let found else { return 0 }
        defer { leveldb_free(found) }
        return try use(UnsafeRawBufferPointer(start: found, count: length)) ? 1 : 0
    }

    func scan(_ first: Int, _ count: Int, _ use: (UnsafeRawBufferPointer) throws -> Bool) throws -> Int {
        text.setKey(first)
        let walk = leveldb_create_iterator(database, reading)
        defer { leveldb_iter_destroy(walk) }
        text.key.withChars { leveldb_iter_seek(walk, $0, $1) }
        var met = 0
        while met < count, leveldb_iter_valid(walk) != 0 {
            var length = 0
            let bytes = leveldb_iter_value(walk, &length)
            guard try use(UnsafeRawBufferPointer(start: bytes, count: length)) else { break }
            met += 1
            leveldb_iter_next(walk)
        }
        return met
    }
}
