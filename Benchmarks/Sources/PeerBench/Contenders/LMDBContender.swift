import CLMDB
import Foundation

/// LMDB, with one table.
final class LMDBContender: Contender, @unchecked Sendable {  // unsafe: an environment may be shared between threads
    /// Address space, not memory.
    private static let mapBytes = 16 << 30
    private static let readers: UInt32 = 1_024
    let environment: OpaquePointer
    let table: MDB_dbi
    private let folder: String

    static let entrant = Entrant(
        name: "LMDB", version: "\(MDB_VERSION_MAJOR).\(MDB_VERSION_MINOR).\(MDB_VERSION_PATCH)",
        settings: "every commit synced; map 16 GiB, MDB_NOTLS, 1,024 readers; buffered writes with MDB_NOSYNC",
        can: [.reads, .scans, .deletes, .compacts, .recovers]
    ) { folder, _ in try LMDBContender(folder) }

    init(_ folder: String) throws {
        self.folder = folder
        var made: OpaquePointer?
        try Self.check("mdb_env_create", mdb_env_create(&made))
        guard let made else { throw ContenderFailure("LMDB", "no environment") }
        environment = made
        try Self.check("mdb_env_set_mapsize", mdb_env_set_mapsize(made, Self.mapBytes))
        try Self.check("mdb_env_set_maxreaders", mdb_env_set_maxreaders(made, Self.readers))
        try Self.check("mdb_env_open", mdb_env_open(made, folder, UInt32(MDB_NOTLS), 0o600))
        var transaction: OpaquePointer?
        var opened: MDB_dbi = 0
        try Self.check("mdb_txn_begin", mdb_txn_begin(made, nil, 0, &transaction))
        try Self.check("mdb_dbi_open", mdb_dbi_open(transaction, nil, 0, &opened))
        try Self.check("mdb_txn_commit", mdb_txn_commit(transaction))
        table = opened
    }

    func client(_ keeping: Keeping) throws -> Client {
        try Self.check(
            "mdb_env_set_flags", mdb_env_set_flags(environment, UInt32(MDB_NOSYNC), keeping == .buffered ? 1 : 0))
        return .thread(try LMDBClient(self))
    }

    /// A copy without what is free; a program puts it in the place of the old one when nobody has it open.
    func compact() throws {
        let copy = "\(folder)/compacted"
        FileTools.remove(copy)
        try FileTools.make(copy)
        try Self.check("mdb_env_copy2", mdb_env_copy2(environment, copy, UInt32(MDB_CP_COMPACT)))
    }

    func close() throws {
        mdb_env_close(environment)
        let (old, new) = ("\(folder)/data.mdb", "\(folder)/compacted/data.mdb")
        if rename(new, old) == 0 { FileTools.remove("\(folder)/compacted") }
    }

    static func check(_ call: String, _ code: CInt) throws {
        guard code == 0 else { throw ContenderFailure("LMDB", "\(call): \(String(cString: mdb_strerror(code)))") }
    }
}

/// One thread's work with LMDB. It keeps a transaction for reading, which it resets and renews as advised.
final class LMDBClient: ThreadClient, @unchecked Sendable {  // unsafe: one thread at a time
    private let store: LMDBContender
    private let reading: OpaquePointer
    private let walk: OpaquePointer
    private let decoder = ItemDecoder()
    private var text = SampleText()

    init(_ store: LMDBContender) throws {
        self.store = store
        var begun: OpaquePointer?
        try LMDBContender.check("begin", mdb_txn_begin(store.environment, nil, UInt32(MDB_RDONLY), &begun))
        var opened: OpaquePointer?
        try LMDBContender.check("mdb_cursor_open", mdb_cursor_open(begun, store.table, &opened))
        guard let begun, let opened else { throw ContenderFailure("LMDB", "no transaction") }
        reading = begun
        walk = opened
        mdb_txn_reset(reading)
    }

    deinit {
        mdb_cursor_close(walk)
        mdb_txn_abort(reading)
    }

    func write(_ deed: Deed) throws {
        try transact { transaction in
            switch deed {
            case .write(let number, let salt): try put(transaction, number, salt)
            case .modify(let number, let salt):
                text.setKey(number)
                _ = try find(transaction) { _ in true }
                try put(transaction, number, salt)
            case .batch(let numbers, let salt):
                for number in numbers { try put(transaction, number, salt) }
            case .delete(let number):
                text.setKey(number)
                try withKey { key in
                    let code = mdb_del(transaction, store.table, &key, nil)
                    if code != MDB_NOTFOUND { try LMDBContender.check("mdb_del", code) }
                }
            default: break
            }
        }
    }

    private func transact(_ body: (OpaquePointer) throws -> Void) throws {
        var begun: OpaquePointer?
        try LMDBContender.check("begin", mdb_txn_begin(store.environment, nil, 0, &begun))
        guard let begun else { throw ContenderFailure("LMDB", "no transaction") }
        do { try body(begun) } catch {
            mdb_txn_abort(begun)
            throw error
        }
        try LMDBContender.check("mdb_txn_commit", mdb_txn_commit(begun))
    }

    private func put(_ transaction: OpaquePointer, _ number: Int, _ salt: Int) throws {
        text.set(number, salt: salt)
        try text.json.withUnsafeBytes { json in
            var value = MDB_val(mv_size: json.count, mv_data: UnsafeMutableRawPointer(mutating: json.baseAddress))
            try withKey { key in
                try LMDBContender.check("mdb_put", mdb_put(transaction, store.table, &key, &value, 0))
            }
        }
    }

    private func withKey<R>(_ body: (inout MDB_val) throws -> R) rethrows -> R {
        try text.key.withUnsafeBytes { bytes in
            var key = MDB_val(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return try body(&key)
        }
    }

    private func find(_ transaction: OpaquePointer, _ use: (UnsafeRawBufferPointer) throws -> Bool) throws -> Int {
        var value = MDB_val()
        let code = withKey { mdb_get(transaction, store.table, &$0, &value) }
        if code == MDB_NOTFOUND { return 0 }
        try LMDBContender.check("mdb_get", code)
        return try use(UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size)) ? 1 : 0
    }

    func read(_ deed: Deed) throws -> Int {
        try LMDBContender.check("renew", mdb_txn_renew(reading))
        defer { mdb_txn_reset(reading) }
        switch deed {
        case .read(let number):
            text.setKey(number)
            return try find(reading) { _ in true }
        case .readTyped(let number):
            text.setKey(number)
            return try find(reading) { try decoder.isItem(Data($0)) }
        case .scan(let first, let count): return try scan(first, count) { _ in true }
        case .scanTyped(let first, let count): return try scan(first, count) { try decoder.isItem(Data($0)) }
        default: return 0
        }
    }

    func bytes(_ number: Int) throws -> [UInt8]? {
        try LMDBContender.check("renew", mdb_txn_renew(reading))
        defer { mdb_txn_reset(reading) }
        text.setKey(number)
        var bytes: [UInt8]?
        _ = try find(reading) {
            bytes = Array($0)
            return true
        }
        return bytes
    }

    private func scan(_ first: Int, _ count: Int, _ use: (UnsafeRawBufferPointer) throws -> Bool) throws -> Int {
        try LMDBContender.check("mdb_cursor_renew", mdb_cursor_renew(reading, walk))
        text.setKey(first)
        return try withKey { key in
            var value = MDB_val()
            var code = mdb_cursor_get(walk, &key, &value, MDB_SET_RANGE)
            var met = 0
            while code == 0, met < count {
                guard try use(UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size)) else { break }
                met += 1
                code = mdb_cursor_get(walk, &key, &value, MDB_NEXT)
            }
            return met
        }
    }
}
