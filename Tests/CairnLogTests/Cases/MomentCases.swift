import CairnLines
import CairnLog
import CrashLab
import Testing

@Suite struct MomentCases {
    @Test func `moments that follow one another without a gap never expire`() {
        var past = PastStates(limit: 3)
        var held = past.hold(SequenceNumber(1))
        for number in 2..<40 {
            let next = past.hold(SequenceNumber(UInt64(number)))
            _ = past.release(held)
            held = next
            let hash = KeyHash(low: 1 << 20, high: UInt64(number))
            past.note(hash, PastStates.State(endedBy: SequenceNumber(UInt64(number + 1)), places: []))
            #expect(past.holds(held))
        }
    }

    @Test func `a compacted segment goes when the last moment that needs it is let go`() throws {
        let store = CaseStore()
        let log = try store.open()
        var moment = log.core.moment {}.0
        for round in 0..<5 {
            for number in 0..<40 { try log.put("n\(number % 20)", "round \(round)") }
            let old = log.core.catalog.all.map(\.id)
            _ = try log.compactNow(all: true)
            let gone = old.filter { log.core.catalog[$0] == nil }
            #expect(!gone.isEmpty)
            #expect(gone.allSatisfy { log.core.catalog.find($0) != nil })
            let next = log.core.moment {}.0
            moment = next
            #expect(gone.allSatisfy { log.core.catalog.find($0) == nil })
        }
        #expect(moment.sequence == SequenceNumber(200))
        try log.closeNow()
    }

    @Test func `a moment gives each record once, also one whose removal is forgotten meanwhile`() throws {
        let store = CaseStore()
        let log = try store.open()
        for number in 0..<200 { try log.put("n\(number)") }
        let moment = log.core.moment {}.0
        var seen: [String] = []
        try moment.forEach { (_, id, _) throws(LogError) in
            seen.append(id)
            guard seen.count == 100 else { return true }
            for number in 0..<200 { _ = try log.stageNow([Entry.delete(kind: "note", id: "n\(number)")]) }
            log.drive()
            for _ in 0..<3 { _ = try log.compactNow(all: true) }
            return true
        }
        #expect(seen.count == 200)
        #expect(Set(seen).count == 200)
        try log.closeNow()
    }
}
