import Testing

import CairnLines
import CairnLog

@Suite struct LivenessTests {
    private func place(_ segment: UInt32, length: UInt32) -> KeyPlace {
        KeyPlace(segment: SegmentID(segment), offset: 0, length: length, isTombstone: false)
    }

    @Test func `live bytes are exact while lines come, are replaced and go`() {
        let liveness = Liveness()
        liveness.addDead(lines: 1, bytes: 80, in: SegmentID(1))
        liveness.add(place(1, length: 100), replacing: nil)
        liveness.add(place(1, length: 50), replacing: nil)
        liveness.add(place(2, length: 70), replacing: place(1, length: 100))
        var expected = SegmentLiveness()
        (expected.lines, expected.bytes, expected.liveLines, expected.liveBytes) = (3, 230, 1, 50)
        #expect(liveness[SegmentID(1)] == expected)
        liveness.lose(place(1, length: 50))
        #expect(liveness[SegmentID(1)].liveBytes == 0)
        #expect(liveness[SegmentID(2)].liveLines == 1)
        #expect(liveness.all.count == 2)
        liveness.forget(SegmentID(1))
        #expect(liveness[SegmentID(1)] == SegmentLiveness())
        liveness.lose(place(1, length: 50))
        #expect(liveness.all.count == 1)
    }

    /// A compaction tells of the lines that it moved while writers supersede them.
    @Test func `a line of a known segment may be superseded before it is counted`() {
        let liveness = Liveness()
        liveness.add(place(1, length: 100), replacing: nil)
        liveness.addDead(lines: 0, bytes: 0, in: SegmentID(2))
        liveness.add(place(3, length: 90), replacing: place(2, length: 100))
        liveness.add(place(2, length: 100), replacing: place(1, length: 100))
        #expect(liveness.all.mapValues(\.liveBytes) == [SegmentID(1): 0, SegmentID(2): 0, SegmentID(3): 90])
    }

    @Test func `many lines at once count as one by one`() {
        let (one, many) = (Liveness(), Liveness())
        for liveness in [one, many] {
            for segment in [1, 2, 3] as [UInt32] {
                for length in 1...20 { liveness.add(place(segment, length: UInt32(length)), replacing: nil) }
            }
        }
        let new = (30..<40).map { place(4, length: $0) }
        let old = [1, 1, 2, 4, 4, 1, 3, 9].map { place($0, length: 5) }
        for (index, place) in new.enumerated() {
            one.add(place, replacing: index < old.count ? old[index] : nil)
        }
        many.add(
            new.map { KeyEntry(hash: KeyHash(low: 1, high: 2), place: $0) }, in: SegmentID(4), replacing: old)
        #expect(one.all == many.all)
    }
}
