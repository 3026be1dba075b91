import CairnDisk
import CairnLog
import CrashLab
import Synchronization
import Testing

@Suite struct SnapshotCareTests {
    private func filled(_ keys: Int) throws -> (store: CaseStore, log: Log) {
        let store = CaseStore(segmentBytes: 1 << 20)
        let log = try store.open()
        for start in stride(from: 0, to: keys, by: 100) {
            _ = try log.stageNow(
                (start..<start + 100).map {
                    try Entry.record(kind: "note", json: Array(#"{"id":"k\#($0)","text":"hello"}"#.utf8))
                })
            log.drive()
        }
        return (store, log)
    }

    @Test func `a snapshot that is cancelled leaves nothing, and the next one is published`() async throws {
        let (store, log) = try filled(5_000)
        let failure: LogError.Code?
        do throws(LogError) {
            _ = try await log.snapshot { _ in false }
            failure = nil
        } catch { failure = error.code }
        #expect(failure == .cancelled)
        #expect(!store.folder.disk.names.contains { $0.hasPrefix("snap-") })
        #expect(try await log.snapshot { _ in true }.records == 5_000)
    }

    @Test func `a snapshot holds the moment at which it was begun, whatever is written meanwhile`() async throws {
        let (store, log) = try filled(5_000)
        let failures = Mutex(0)
        let report = try await log.snapshot { _ in
            let entries = (4_000..<4_010).compactMap { number in
                try? Entry.record(kind: "note", json: Array(#"{"id":"k\#(number)","text":"changed"}"#.utf8))
            }
            guard (try? log.stageNow(entries + [Entry.delete(kind: "note", id: "k4999")])) != nil else {
                failures.withLock { $0 += 1 }
                return true
            }
            log.drive()
            return true
        }
        #expect(failures.withLock { $0 } == 0)
        #expect(report.records == 5_000)
        let bytes = try #require(store.folder.disk.bytes(of: report.file))
        let text = String(decoding: Array(try readSnapshot(bytes).lines.joined(separator: [0x0A])), as: UTF8.self)
        #expect(!text.contains("changed") && text.contains("\"k4999\""))
        #expect(try log.get(kind: "note", id: "k4999") == nil)
        let changed = try #require(try log.get(kind: "note", id: "k4000")).json
        #expect(String(decoding: changed, as: UTF8.self).contains("changed"))
    }

    @Test func `a disk that fails while a snapshot is written leaves none, and says why`() throws {
        for (call, failure, code) in [
            (DiskCall.write, DiskError.Code.noSpace, LogError.Code.noSpace), (.write, .inputOutput, .inputOutput),
            (.rename, .inputOutput, .inputOutput), (.open, .denied, .inputOutput), (.read, .inputOutput, .inputOutput),
        ] {
            let (store, log) = try filled(200)
            store.faulty.replace(Fault(at: 0, among: [call], forever: true, code: failure))
            let thrown = CairnLogTests.code { _ = try log.snapshotNow() }
            #expect(thrown == code, "\(call)")
            store.faulty.replace(nil)
            #expect(try log.snapshotNow().records == 200)
        }
    }

    @Test func `a sync that fails under a snapshot ends writing`() throws {
        let (store, log) = try filled(100)
        _ = try log.stageNow([Entry.delete(kind: "note", id: "k1")], durability: .volatile)
        log.drive()
        store.faulty.replace(Fault(at: 0, among: [.fileSync], code: .inputOutput, errno: 5))
        #expect(code { _ = try log.snapshotNow() } == .durabilityUnknown)
        #expect(log.refusal?.code == .durabilityUnknown)
        #expect(try log.get(kind: "note", id: "k2") != nil)
    }
}
