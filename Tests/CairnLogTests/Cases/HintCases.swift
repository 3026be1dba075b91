import CairnLog
import CrashLab
import Testing

@Suite struct HintCases {
    @Test func `hints that a crash spoiled are written anew, not left to be refused for ever`() throws {
        var store = CaseStore(segmentBytes: 4 << 10)
        let log = try store.open()
        for number in 0..<20 { try log.put("a", "\(number)" + String(repeating: "x", count: 500)) }
        log.writeHintsNow()
        try log.closeNow()
        store.restart { disk in
            for name in disk.names where name.hasSuffix(".idx") { disk.put(name, FileContent([1, 2, 3])) }
        }
        let again = try store.open()
        #expect(again.recovery.findings.contains { $0.kind == .badHints })
        again.writeHintsNow()
        try again.closeNow()
        store.restart()
        let last = try store.open()
        #expect(!last.recovery.findings.contains { $0.kind == .badHints })
        #expect(last.recovery.segmentsFromHints > 2)
    }

    @Test func `a compaction behind a snapshot is nothing odd, not even for the strictest opening`() throws {
        var store = CaseStore(segmentBytes: 4 << 10)
        let log = try store.open()
        for number in 0..<40 { try log.put("\(number % 25)", String(repeating: "x", count: 500)) }
        _ = try log.snapshotNow()
        let report = try log.compactNow(all: true)
        #expect(report.segmentsBefore > 0)
        log.writeHintsNow()
        try log.closeNow()
        store.restart()
        let again = try store.open(.strict)
        #expect(again.recovery.findings.isEmpty)
        #expect(again.recovery.snapshot == nil, "its hints name segments that are gone")
    }
}
