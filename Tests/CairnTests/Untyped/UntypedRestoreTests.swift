import CairnLines
import Cairn
import CairnLog
import Foundation
import Testing

/// What a restore makes of transactions, changes and gaps. The command line's tests have the rest.
@Suite struct UntypedRestoreTests {
    private static func json(_ id: String, _ log: Log) throws -> String? {
        try log.get(kind: "plan", id: id).map { String(decoding: $0.json, as: UTF8.self) }
    }

    private static func entry(_ id: String, _ number: Int) throws -> Entry {
        try .record(kind: "plan", id: id, json: #"{"n":\#(number)}"#.utf8)
    }

    /// Opens what was restored, looks, and closes it.
    private static func look(_ path: String, _ body: (Log) async throws -> Void) async throws {
        let log = try await Log.open(path)
        #expect(log.recovery.verdict == .clean)
        try await body(log)
        try await log.close()
    }

    @Test func `a moment in the middle of a transaction has none of it`() async throws {
        let scratch = try ScratchState()
        try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
        let log = try await Log.open(scratch.path + "/store")
        _ = try await log.append(Self.entry("a", 1))
        _ = try await log.append(transaction: [Self.entry("a", 2), Self.entry("b", 2), Self.entry("c", 2)])
        let store = UntypedStore(log)
        let cut = try await store.restore(to: scratch.path + "/cut", asOf: PastMoment(SequenceNumber(3)))
        #expect(cut.sequence == SequenceNumber(1) && cut.lines == 1 && cut.keys == 1)
        #expect(try await store.record(of: "plan", id: "a", asOf: PastMoment(SequenceNumber(3)))?.revision.number == 1)
        #expect(try await store.record(of: "plan", id: "b", asOf: PastMoment(SequenceNumber(3))) == nil)
        let whole = try await store.restore(to: scratch.path + "/whole", asOf: PastMoment(SequenceNumber(4)))
        #expect(whole.lines == 4 && whole.keys == 3 && whole.keepsSequences)
        try await log.close()
        try await Self.look(scratch.path + "/cut") { log in
            let record = try Self.json("a", log)
            #expect(record == #"{"id":"a","n":1}"#)
        }
        try await Self.look(scratch.path + "/whole") { log in
            let record = try Self.json("c", log)
            #expect(record == #"{"id":"c","n":2}"#)
        }
    }

    @Test func `changes and removals are restored as what they were`() async throws {
        let scratch = try ScratchState()
        try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
        let log = try await Log.open(scratch.path + "/store")
        _ = try await log.append(batch: [Self.entry("a", 1), Self.entry("b", 1)])
        _ = try await log.append(.update(kind: "plan", id: "a", changes: #"{"m":true}"#.utf8))
        _ = try await log.append(.delete(kind: "plan", id: "b"))
        _ = try await log.append(.update(kind: "plan", id: "a", changes: #"{"n":null}"#.utf8))
        let store = UntypedStore(log)
        let old = try await Self.versions(store)
        #expect(old == ["1 written [id, n] true", "3 patched [m] true", "5 patched [n] true"])
        let report = try await store.restore(to: scratch.path + "/past", asOf: PastMoment(SequenceNumber(4)))
        #expect(report.keys == 1 && report.lines == 4)
        #expect(throws: StateError.self) { try PastMoment(parsing: "4.5") }
        try await log.close()
        try await Self.look(scratch.path + "/past") { log in
            let (changed, removed) = (try Self.json("a", log), try Self.json("b", log))
            #expect(changed == #"{"id":"a","n":1,"m":true}"# && removed == nil)
            let versions = try await Self.versions(UntypedStore(log))
            #expect(versions == Array(old.prefix(2)))
        }
    }

    private static func versions(_ store: UntypedStore) async throws -> [String] {
        var versions: [String] = []
        try await store.forEachVersion(of: "plan", id: "a") { version in
            let changed = version.changed.joined(separator: ", ")
            versions.append("\(version.revision) \(version.form.rawValue) [\(changed)] \(version.isCertain)")
        }
        return versions
    }

    @Test func `history says where a change may be missing`() async throws {
        let scratch = try ScratchState()
        var options = LogOptions()
        options.segmentBytes = 64 << 10
        options.retention = ["plan": .versions(2)]
        options.compactsByItself = false
        let log = try await Log.open(scratch.path, options: options)
        _ = try await log.append(Self.entry("a", 1))
        let pad = String(repeating: "x", count: 500)
        for number in 0..<400 {
            let other = try Entry.record(kind: "other", id: "o", json: #"{"n":\#(number),"pad":"\#(pad)"}"#.utf8)
            _ = try await log.append(other, durability: .volatile)
        }
        _ = try await log.append(.update(kind: "plan", id: "a", changes: #"{"m":1}"#.utf8))
        _ = try await log.compact(all: true)
        // The record and its change are all there; what was between them is not.
        let versions = try await Self.versions(UntypedStore(log))
        #expect(versions == ["1 written [id, n] true", "402 patched [m] false"])
        // The rule goes along with the records.
        _ = try await UntypedStore(log).restore(to: scratch.path + "-past")
        let past = try await Log.open(scratch.path + "-past")
        #expect(past.retention == ["plan": .versions(2)])
        try await past.close()
        try FileManager.default.removeItem(atPath: scratch.path + "-past")
        try await log.close()
    }

    @Test func `a program's own numbers are there for its scraper`() async throws {
        let scratch = try ScratchState()
        let log = try await Log.open(scratch.path)
        _ = try await log.append(Self.entry("a", 1))
        let text = log.statistics.prometheusText(store: "a\"b\\c\nd")
        #expect(text.contains(#"cairn_records_written_total{store="a\"b\\c\nd"} 1"# + "\n"))
        #expect(text.contains("# TYPE cairn_records_written_total counter\n"))
        #expect(text.contains(/cairn_commit_seconds\{store=".*",quantile="0.999"\} 0\.\d+\n/))
        #expect(text.contains("cairn_read_only{") && text.hasSuffix("\n"))
        try await log.close()
    }
}
