import CSQLite
import Foundation

/// SQLite with its write-ahead log. It admits one writer at a time: all threads share one connection for writing behind
/// a lock, which is kinder to it than connections that wake each other by waiting; each reads by one of its own.
final class SQLiteContender: Contender, @unchecked Sendable {  // unsafe: what is shared stands behind the lock
    let path: String
    let lock = NSLock()
    let writer: SQLiteConnection
    private var prepared: Statements?

    /// Those of the connection that writes.
    struct Statements {
        var put: OpaquePointer
        var delete: OpaquePointer
        var begin: OpaquePointer
        var commit: OpaquePointer
    }

    static let entrant = Entrant(
        name: "SQLite", version: String(cString: sqlite3_libversion()),
        settings: "journal_mode=WAL, synchronous=FULL (buffered writes: NORMAL), cache_size 64 MiB, mmap_size 256 MiB, "
            + "WITHOUT ROWID, prepared statements; one connection for writing, one for reading in each thread"
    ) { folder, _ in try SQLiteContender(folder) }

    init(_ folder: String) throws {
        path = "\(folder)/store.sqlite"
        writer = try SQLiteConnection(path)
        try writer.run("CREATE TABLE IF NOT EXISTS items (id BLOB PRIMARY KEY, json BLOB NOT NULL) WITHOUT ROWID")
    }

    func client(_ keeping: Keeping) throws -> Client {
        try lock.withLock { try writer.run("PRAGMA synchronous=\(keeping == .synced ? "FULL" : "NORMAL")") }
        return .thread(try SQLiteClient(self))
    }

    /// To be called behind the lock.
    func statements() throws -> Statements {
        if let prepared { return prepared }
        let made = Statements(
            put: try writer.prepare(
                "INSERT INTO items (id, json) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET json = excluded.json"),
            delete: try writer.prepare("DELETE FROM items WHERE id = ?1"),
            begin: try writer.prepare("BEGIN IMMEDIATE"), commit: try writer.prepare("COMMIT"))
        prepared = made
        return made
    }

    /// What its documentation names for giving room back.
    func compact() throws {
        try lock.withLock {
            try writer.run("VACUUM")
            try writer.run("PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    func close() throws { try writer.close() }
}

/// One connection.
final class SQLiteConnection {
    private static let busyMilliseconds: CInt = 60_000
    private let handle: OpaquePointer
    private var statements: [OpaquePointer] = []

    init(_ path: String) throws {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2(path, &opened, flags, nil) == SQLITE_OK, let opened else {
            throw ContenderFailure("SQLite", "cannot open \(path)")
        }
        handle = opened
        sqlite3_busy_timeout(handle, Self.busyMilliseconds)
        try run("PRAGMA journal_mode=WAL")
        try run("PRAGMA synchronous=FULL")
        try run("PRAGMA cache_size=-\(Setup.cacheBytes >> 10)")
        try run("PRAGMA mmap_size=\(256 << 20)")
    }

    func run(_ sql: String) throws { try check(sqlite3_exec(handle, sql, nil, nil, nil)) }

    func prepare(_ sql: String) throws -> OpaquePointer {
        var made: OpaquePointer?
        try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil))
        guard let made else { throw ContenderFailure("SQLite", "no statement") }
        statements.append(made)
        return made
    }

    func check(_ code: CInt) throws {
        guard code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW else {
            throw ContenderFailure("SQLite", String(cString: sqlite3_errmsg(handle)))
        }
    }

    func close() throws {
        for statement in statements { sqlite3_finalize(statement) }
        statements = []
        try check(sqlite3_close(handle))
    }
}

/// One thread's work with SQLite.
final class SQLiteClient: ThreadClient, KeyedReader, @unchecked Sendable {  // unsafe: one thread at a time
    private let store: SQLiteContender
    private let connection: SQLiteConnection
    private let selecting: OpaquePointer
    private let walking: OpaquePointer
    let decoder = ItemDecoder()
    private var text = SampleText()

    init(_ store: SQLiteContender) throws {
        self.store = store
        connection = try SQLiteConnection(store.path)
        selecting = try connection.prepare("SELECT json FROM items WHERE id = ?1")
        walking = try connection.prepare("SELECT json FROM items WHERE id >= ?1 ORDER BY id LIMIT ?2")
    }

    deinit { try? connection.close() }

    func write(_ deed: Deed) throws {
        try store.lock.withLock {
            let writer = try store.statements()
            switch deed {
            case .write(let number, let salt): try put(writer.put, number, salt)
            case .modify(let number, let salt):
                _ = try read(.read(number))
                try put(writer.put, number, salt)
            case .delete(let number):
                text.setKey(number)
                try text.key.withUnsafeBytes { key in
                    sqlite3_bind_blob(writer.delete, 1, key.baseAddress, CInt(key.count), nil)
                    try step(writer.delete)
                }
            case .batch(let numbers, let salt):
                try step(writer.begin)
                for number in numbers { try put(writer.put, number, salt) }
                try step(writer.commit)
            default: break
            }
        }
    }

    private func put(_ statement: OpaquePointer, _ number: Int, _ salt: Int) throws {
        text.set(number, salt: salt)
        try text.withChars { key, keyCount, json, count in
            sqlite3_bind_blob(statement, 1, key, CInt(keyCount), nil)
            sqlite3_bind_blob(statement, 2, json, CInt(count), nil)
            try step(statement)
        }
    }

    private func step(_ statement: OpaquePointer) throws {
        let code = sqlite3_step(statement)
        sqlite3_reset(statement)
        try store.writer.check(code)
    }

    func get(_ number: Int, _ use: (UnsafeRawBufferPointer) throws -> Bool) throws -> Int {
        try rows(selecting, number, nil, use)
    }

    func scan(_ first: Int, _ count: Int, _ use: (UnsafeRawBufferPointer) throws -> Bool) throws -> Int {
        try rows(walking, first, count, use)
    }

    private func rows(
        _ statement: OpaquePointer, _ number: Int, _ limit: Int?, _ use: (UnsafeRawBufferPointer) throws -> Bool
    ) throws -> Int {
        text.setKey(number)
        return try text.key.withUnsafeBytes { key in
            defer { sqlite3_reset(statement) }
            sqlite3_bind_blob(statement, 1, key.baseAddress, CInt(key.count), nil)
            if let limit { sqlite3_bind_int64(statement, 2, Int64(limit)) }
            var met = 0
            while true {
                let code = sqlite3_step(statement)
                try connection.check(code)
                guard code == SQLITE_ROW, let bytes = sqlite3_column_blob(statement, 0) else { return met }
                let count = Int(sqlite3_column_bytes(statement, 0))
                guard try use(UnsafeRawBufferPointer(start: bytes, count: count)) else { return met }
                met += 1
            }
        }
    }
}
