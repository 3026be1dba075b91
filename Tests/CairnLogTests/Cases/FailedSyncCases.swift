import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct FailedSyncCases {

    @Test func `after a failed sync nothing is synced again and nothing more is acknowledged`() throws {
        var store = CaseStore()
        let log = try store.open()
        try log.put("a")
        store.faulty.replace(Fault(at: 0, among: [.fileSync], code: .inputOutput, errno: 5))
        try log.put("b")
        #expect(log.refusal?.code == .durabilityUnknown)
        let events = store.folder.trace.events.count
        log.idleNow(trims: true)
        log.prepareNow()
        #expect(throws: LogError.self) { try log.put("c") }
        #expect(throws: LogError.self) { try log.closeNow() }
        #expect(store.folder.trace.events.count == events)
        #expect(log.durableSequence == SequenceNumber(1))
        try store.cutPower()
        let again = try store.open()
        #expect(again.recovery.isWritable)
        #expect(try again.linesNow().map(\.id) == ["a"])
    }

    @Test func `a segment whose line in the manifest is in doubt keeps its file`() throws {
        let store = CaseStore()
        let log = try store.open()
        store.faulty.replace(Fault(at: 0, among: [.fileSync], code: .inputOutput, errno: 5, loses: false))
        try log.put("a")
        #expect(log.refusal?.code == .durabilityUnknown)
        store.kill()
        store.faulty.replace(nil)
        let again = try store.open()
        #expect(again.recovery.isWritable)
        try again.put("b")
        #expect(try again.linesNow().map(\.id) == ["b"])
    }

    @Test func `a manifest line that only the page cache shows is not built upon`() throws {
        var store = CaseStore()
        let log = try store.open()
        store.faulty.replace(Fault(at: 0, among: [.fileSync], code: .inputOutput, errno: 5))
        try log.put("a")
        store.kill()
        store.faulty.replace(nil)
        let again = try store.open()
        try again.put("b")
        #expect(again.durableSequence == SequenceNumber(1))
        try store.cutPower()
        let last = try store.open()
        #expect(last.recovery.isWritable)
        #expect(try last.linesNow().map(\.id) == ["b"])
    }

    @Test func `a manifest line that a killed process never synced is synced at opening`() throws {
        var store = CaseStore()
        let log = try store.open()
        store.faulty.replace(
            Fault(at: 0, among: [.fileSync], forever: true, code: .inputOutput, errno: 5, loses: false))
        try log.put("a")
        store.kill()
        store.faulty.replace(nil)
        let again = try store.open()
        try again.put("b")
        try store.cutPower()
        let last = try store.open()
        #expect(try last.linesNow().map(\.id) == ["b"])
    }

    /// The kernel tells each handle once of bytes it could not write: a sync of the filler's on the committer's handle
    /// would leave it to acknowledge what is lost.
    @Test func `room is filled and synced by a handle that is not the committer's`() throws {
        let store = CaseStore()
        let log = try store.open()
        try log.put("a")
        let before = store.faulty.calls.count
        log.prepareNow()
        let calls = store.faulty.calls[before...]
        let opened = calls.firstIndex { $0.call == .open && $0.purpose == .fillRoom }
        let synced = calls.firstIndex { $0.call == .fileSync && $0.purpose == .fillRoom }
        #expect(try #require(opened) < #require(synced))
        try log.closeNow()
    }
}
