import CairnDisk
import CairnLog
import CrashLab
import Testing

/// The limit of changes in a row counts what is on its way to the log, too.
@Suite struct ChainCases {
    private func change() throws -> CairnLog.Entry {
        try Entry.update(kind: "note", id: "n1", changes: Array(#"{"a":1}"#.utf8))
    }

    @Test func `changes that are staged together do not pass the limit`() throws {
        let store = CaseStore()
        let log = try store.open()
        _ = try log.stageNow([note(1)])
        for _ in 0..<256 { _ = try log.stageNow([change()]) }
        #expect(code { _ = try log.stageNow([change()]) } == .tooLarge)
        log.drive()
        #expect(code { _ = try log.stageNow([change()]) } == .tooLarge)
        #expect(try log.get(kind: "note", id: "n1") != nil)
        try log.closeNow()
    }

    @Test func `a whole record that is staged lets changes begin anew`() throws {
        let store = CaseStore()
        let log = try store.open()
        _ = try log.stageNow([note(1)])
        for _ in 0..<256 { _ = try log.stageNow([change()]) }
        log.drive()
        _ = try log.stageNow([note(1)])
        for _ in 0..<256 { _ = try log.stageNow([change()]) }
        #expect(code { _ = try log.stageNow([change()]) } == .tooLarge)
        _ = try log.stageNow([Entry.delete(kind: "note", id: "n1")])
        _ = try log.stageNow([change()])
        log.drive()
        try log.closeNow()
    }

    @Test func `changes whose write failed are not counted`() throws {
        let store = CaseStore()
        let log = try store.open()
        _ = try log.stageNow([note(1)])
        log.drive()
        for _ in 0..<256 { _ = try log.stageNow([change()]) }
        store.faulty.replace(Fault(at: 0, among: [.write], code: .noSpace, errno: 28))
        log.drive()
        #expect(store.faulty.failed == 1)
        for _ in 0..<256 { _ = try log.stageNow([change()]) }
        log.drive()
        #expect(code { _ = try log.stageNow([change()]) } == .tooLarge)
        try log.closeNow()
    }

    @Test func `a lone writer that is told at once is never refused before the limit`() async throws {
        let folder = try ScratchStore()
        let log = try await Log.open(folder.path)
        for _ in 0..<4 {
            _ = try await log.append(note(1), durability: .buffered(withinMilliseconds: 1_000))
            for _ in 0..<256 {
                _ = try await log.append(change(), durability: .buffered(withinMilliseconds: 1_000))
            }
        }
        try await log.close()
    }
}
