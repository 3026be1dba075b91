import CairnDisk
import CairnLog
import CrashLab
import Synchronization
import Testing

@Suite struct RoomCases {
    @Test func `each segment gets its room filled ahead, not the first alone`() throws {
        let store = CaseStore(segmentBytes: 4 << 10)
        let log = try store.open()
        var spares = 0
        for number in 0..<40 {
            try log.put("a", String(repeating: "\(number % 10)", count: 500))
            let had = store.folder.disk.names.contains(FileName.spare)
            log.prepareNow()
            if !had, store.folder.disk.names.contains(FileName.spare) { spares += 1 }
        }
        let segments = store.folder.disk.segments.count
        #expect(segments > 4)
        #expect(spares >= segments - 1)
        try log.closeNow()
        #expect(!store.folder.disk.names.contains(FileName.spare))
    }

    @Test func `room that is filled while a failed write is cut off covers no line that comes after it`() throws {
        let store = CaseStore()
        let shared = Mutex<Log?>(nil)
        let folder = InterruptedFolder(store.faulty) { site in
            guard site == DiskSite(.open, .fillRoom), let log = shared.withLock({ $0.take() }) else { return }
            store.faulty.replace(Fault(at: 0, among: [.write], code: .noSpace))
            try? log.put("refused", String(repeating: "r", count: 400))
            for number in 0..<5 { try? log.put("kept\(number)") }
        }
        let environment = LogEnvironment(
            folder: folder, clock: FixedClock(now: 1_795_205_580_000_000), hasThreads: false)
        let log = try Log.openNow(environment, options: store.options)
        try log.put("first")
        shared.withLock { $0 = log }
        log.prepareNow()
        #expect(store.faulty.failed == 1)
        #expect(try log.linesNow().map(\.id) == ["first", "kept0", "kept1", "kept2", "kept3", "kept4"])
        try log.closeNow()
        let again = try store.open()
        #expect(again.recovery.verdict == .clean)
        #expect(again.recovery.findings.isEmpty)
        #expect(try again.linesNow().count == 6)
        try again.closeNow()
    }
}
