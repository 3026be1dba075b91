import CRocksDB
import Foundation

/// RocksDB, set up as its wiki advises for a start.
final class RocksContender: Contender, @unchecked Sendable {  // unsafe: the library says that a database may be shared
    private static let logBufferBytes = 1 << 30
    let database: OpaquePointer
    private let options: OpaquePointer
    private let cache: OpaquePointer

    static let entrant = Entrant(
        name: "RocksDB", version: LoadedLibrary.version("librocksdb"),
        settings: "WAL, sync=true; increase_parallelism(2), optimize_level_style_compaction(64 MiB), block cache "
            + "64 MiB, bloom filter of 10 bits; all else its default"
    ) { try RocksContender($0, $1) }

    init(_ folder: String, _ setup: Setup) throws {
        options = rocksdb_options_create()
        rocksdb_options_set_create_if_missing(options, 1)
        rocksdb_options_increase_parallelism(options, 2)
        rocksdb_options_optimize_level_style_compaction(options, 64 << 20)
        if setup.keepsAllInLog { rocksdb_options_set_write_buffer_size(options, Self.logBufferBytes) }
        let table = rocksdb_block_based_options_create()
        cache = rocksdb_cache_create_lru(Setup.cacheBytes)
        rocksdb_block_based_options_set_block_cache(table, cache)
        rocksdb_block_based_options_set_filter_policy(table, rocksdb_filterpolicy_create_bloom_full(10))
        rocksdb_options_set_block_based_table_factory(options, table)
        var failure: UnsafeMutablePointer<CChar>?
        let opened = rocksdb_open(options, folder, &failure)
        guard let opened else { throw Self.failed("open", failure) }
        database = opened
    }

    func client(_ keeping: Keeping) -> Client { .thread(RocksClient(self, keeping)) }

    func compact() throws { rocksdb_compact_range(database, nil, 0, nil, 0) }

    func close() throws {
        rocksdb_close(database)
        rocksdb_options_destroy(options)
        rocksdb_cache_destroy(cache)
    }

    static func check(_ call: String, _ body: (inout UnsafeMutablePointer<CChar>?) -> Void) throws {
        var failure: UnsafeMutablePointer<CChar>?
        body(&failure)
        if failure != nil { throw failed(call, failure) }
    }

    static func failed(_ call: String, _ text: UnsafeMutablePointer<CChar>?) -> ContenderFailure {
        defer { if let text { rocksdb_free(text) } }
        return ContenderFailure("RocksDB", "\(call): " + (text.map { String(cString: $0) } ?? "no reason given"))
    }
}

/// One thread's work with RocksDB.
final class RocksClient: ThreadClient, KeyedReader, @unchecked Sendable {  // unsafe: one thread at a time
    private let store: RocksContender
    private let database: OpaquePointer
    private let reading = rocksdb_readoptions_create()
    private let writing = rocksdb_writeoptions_create()
    private let group = rocksdb_writebatch_create()
    let decoder = ItemDecoder()
    private var text = SampleText()

    init(_ store: RocksContender, _ keeping: Keeping) {
        self.store = store
        database = store.database
        rocksdb_writeoptions_set_sync(writing, keeping == .synced ? 1 : 0)
    }

    deinit {
        rocksdb_readoptions_destroy(reading)
        rocksdb_writeoptions_destroy(writing)
        rocksdb_writebatch_destroy(group)
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
                try RocksContender.check("delete") { rocksdb_delete(database, writing, key, count, &$0) }
            }
        case .batch(let numbers, let salt):
            rocksdb_writebatch_clear(group)
            for number in numbers {
                text.set(number, salt: salt)
                text.withChars { rocksdb_writebatch_put(group, $0, $1, $2, $3) }
            }
            try RocksContender.check("write") { rocksdb_write(database, writing, group, &$0) }
        default: break
        }
    }

    private func put(_ number: Int, _ salt: Int) throws {
        text.set(number, salt: salt)
        try text.withChars { key, keyCount, json, count in
            try RocksContender.check("put") { rocksdb_put(database, writing, key, keyCount, json, count, &$0) }
        }
    }

    func get(_ number: Int, _ use: (UnsafeRawBufferPointer) throws -> Bool) throws -> Int {
        text.setKey(number)
        var failure: UnsafeMutablePointer<CChar>?
        // Without a copy, which its own documentation advises for speed.
        let found = text.key.withChars { rocksdb_get_pinned(database, reading, $0, $1, &failure) }
        if failure != nil { throw RocksContender.failed("get", failure) }
        guard let found else { return 0 }
        defer { rocksdb_pinnableslice_destroy(found) }
        var length = 0
        let bytes = rocksdb_pinnableslice_value(found, &length)
        guard let bytes else { return 0 }
        return try use(UnsafeRawBufferPointer(start: bytes, count: length)) ? 1 : 0
    }

    func scan(_ first: Int, _ count: Int, _ use: (UnsafeRawBufferPointer) throws -> Bool) throws -> Int {
        text.setKey(first)
        let walk = rocksdb_create_iterator(database, reading)
        defer { rocksdb_iter_destroy(walk) }
        text.key.withChars { rocksdb_iter_seek(walk, $0, $1) }
        var met = 0
        while met < count, rocksdb_iter_valid(walk) != 0 {
            var length = 0
            let bytes = rocksdb_iter_value(walk, &length)
            guard try use(UnsafeRawBufferPointer(start: bytes, count: length)) else { break }
            met += 1
            rocksdb_iter_next(walk)
        }
        return met
    }
}
