import CairnDisk
import CairnLines
import CairnLog
import CrashLab
import Testing

/// Lines with good sums whose numbers are at the end of what there are: an attacker's, as no store lives so long.
@Suite struct LastNumberCases {
    /// A closed store with the note `a`, and a forged one behind it.
    private func store(forged number: UInt64, acknowledged: UInt64) throws -> CaseStore {
        var store = CaseStore()
        let log = try store.open()
        try log.put("a")
        try log.closeNow()
        var line = ByteBuffer()
        let draft = try Entry.record(kind: "note", json: Array(#"{"id":"forged"}"#.utf8)).draft
        Array("2026-11-20T20:13:00.000000Z".utf8).withUnsafeBytes {
            _ = LineWriter.append(draft, sequence: number, acknowledged: acknowledged, timestamp: $0, to: &line)
        }
        let bytes = line.withBytes { Array($0) }
        store.restart { disk in
            guard let name = disk.segments.first, let old = disk.bytes(of: name) else { return }
            disk.put(name, FileContent(old + bytes))
        }
        return store
    }

    private static let top: UInt64 = 1 << 63
    private static let forgeries: [(UInt64, UInt64)] = [
        (UInt64.max, UInt64.max), (UInt64.max, 1), (UInt64.max - 1, UInt64.max - 2), (top, top - 1),
        (top - 1, top - 2), (top - 2, top - 3), (top - 3, top - 4), (top - 4, 1), (2, UInt64.max), (2, top - 2),
    ]

    @Test(arguments: forgeries)
    func `numbers are never given twice, and when they are used up writing is refused`(
        number: UInt64, acknowledged: UInt64
    ) throws {
        var store = try store(forged: number, acknowledged: acknowledged)
        try store.open(.readOnly).closeNow()
        for mode in [RecoveryMode.acknowledged, .salvage] {
            let log = try store.open(mode)
            for id in ["b", "c", "d"] {
                guard let refused = code({ try log.put(id) }) else { continue }
                #expect(log.recovery.isWritable ? refused == .exhausted : refused == .damaged)
            }
            let numbers = log.intactNow().lines.map(\.sequence)
            #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
            #expect(numbers.allSatisfy { $0 >= .first && $0 <= .last })
            #expect(try log.get(kind: "note", id: "a") != nil)
            if log.recovery.isWritable { _ = try log.compactNow(all: true) }
            try log.closeNow()
            store.restart()
        }
        let again = try store.openThoroughly()
        #expect(again.recovery.isWritable && again.recovery.verdict == .clean)
        #expect(again.intactNow().lines.first?.id == "a")
        try again.closeNow()
    }

    @Test func `the last number is given, and then no more`() throws {
        let store = try store(forged: Self.top - 4, acknowledged: Self.top - 5)
        let log = try store.open(.salvage)
        #expect(try log.stageNow([note(1)]) == SequenceNumber(SequenceNumber.last.number - 1))
        log.drive()
        #expect(code { _ = try log.stageNow([note(2), note(3)]) } == .exhausted)
        #expect(try log.stageNow([note(2)]) == .last)
        log.drive()
        #expect(code { _ = try log.stageNow([note(3)]) } == .exhausted)
        #expect(log.durableSequence == .last)
        try log.closeNow()
    }
}
