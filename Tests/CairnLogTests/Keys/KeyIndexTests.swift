import CairnLines
import CairnLog
import Testing

@Suite struct KeyIndexTests {
    private func effect(_ number: Int, length: UInt32 = 50, form: Envelope.Form = .record) -> KeyEffect {
        KeyEffect(
            hash: sampleHash(number), sequence: SequenceNumber(UInt64(number + 1)),
            offset: UInt32(truncatingIfNeeded: number * 50), length: length, form: form, seconds: 7)
    }

    @Test func `more keys than are loaded at a time are all there`() throws {
        let index = KeyIndex()
        try index.load((0..<70_000).map { effect($0) }, in: SegmentID(1))
        #expect(index.count == 70_000)
        for number in [0, 65_535, 65_536, 69_999] {
            #expect(index.newest(sampleHash(number))?.offset == UInt32(number * 50))
        }
    }

    @Test func `a place that no table can hold is refused, and what was there stays`() throws {
        let index = KeyIndex()
        try index.apply(effect(1), in: SegmentID(1))
        let place = try #require(index.newest(sampleHash(1)))
        var far = place
        far.length = KeyPlace.lengthLimit
        #expect(code { try index.apply(effect(1, length: KeyPlace.lengthLimit), in: SegmentID(1)) } == .exhausted)
        #expect(
            code { try index.apply(effect(2, length: KeyPlace.lengthLimit), in: SegmentID(1)) } == .exhausted)
        #expect(code { _ = try index.move(sampleHash(1), from: place, to: far) } == .exhausted)
        #expect(code { try index.load([effect(3, length: 0)], in: SegmentID(1)) } == .exhausted)
        #expect(code { try index.reserve(KeyTable.mostKeys + 1) } == .exhausted)
        #expect(index.newest(sampleHash(1)) == place)
        #expect(index.newest(sampleHash(2)) == nil)
    }

    @Test func `a change of nothing is no key, and a chain goes with its record`() throws {
        let index = KeyIndex()
        try index.apply(effect(1, form: .update), in: SegmentID(1))
        #expect(index.count == 0)
        try index.apply(effect(1), in: SegmentID(1))
        var change = effect(1, form: .update)
        change.offset = 9_000
        try index.apply(change, in: SegmentID(1))
        #expect(index.chain(sampleHash(1)).map(\.offset) == [50])
        change.length = KeyPlace.lengthLimit
        #expect(code { try index.apply(change, in: SegmentID(1)) } == .exhausted)
        #expect(index.newest(sampleHash(1))?.offset == 9_000)
        try index.apply(effect(1, form: .delete), in: SegmentID(2))
        #expect(index.chain(sampleHash(1)).isEmpty)
        #expect(index.count == 0)
    }
}
