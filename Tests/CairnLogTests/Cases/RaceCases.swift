import CairnDisk
import CairnLines
import CairnLog
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What two threads can do to one key between two steps of each other.
@Suite struct RaceCases {
    private static let keys = 5_000

    private static func effect(
        _ number: Int, sequence: Int, offset: Int, _ form: Envelope.Form
    ) -> KeyEffect {
        KeyEffect(
            hash: sampleHash(number), sequence: SequenceNumber(UInt64(sequence)),
            offset: UInt32(truncatingIfNeeded: offset), length: 50, form: form, seconds: 7)
    }

    @Test func `a record that compaction moves while it is changed keeps its place before the change`() throws {
        let index = KeyIndex()
        let records = (0..<Self.keys).map { Self.effect($0, sequence: $0 + 1, offset: $0 * 50, .record) }
        try index.load(records, in: SegmentID(1))
        let turns = Turns()
        let changing = try WorkerThread(name: "changing") {
            for number in 0..<Self.keys {
                let change = Self.effect(number, sequence: Self.keys + number + 1, offset: number * 50, .update)
                turns.meet(number)
                try? index.apply(change, in: SegmentID(2))
            }
        }
        let moving = try WorkerThread(name: "moving") {
            for number in 0..<Self.keys {
                let old = KeyPlace(
                    segment: SegmentID(1), offset: UInt32(number * 50), length: 50, isTombstone: false)
                var new = old
                new.segment = SegmentID(3)
                turns.meet(number)
                _ = try? index.move(sampleHash(number), from: old, to: new)
            }
        }
        changing.join()
        moving.join()
        let stale = (0..<Self.keys).filter { index.chain(sampleHash($0)).map(\.segment) != [SegmentID(3)] }
        #expect(stale.count == 0)
    }

    @Test func `a change is never found with a record that it did not change`() throws {
        let index = KeyIndex()
        let isDone = Atomic<Bool>(false)
        let mixed = Atomic<Int>(0)
        let hash = sampleHash(1)
        let reading = try WorkerThread(name: "reading") {
            while !isDone.load(ordering: .sequentiallyConsistent) {
                guard let found = index.find(hash), found.newest.offset % 2 == 1 else { continue }
                if found.before.last?.offset != found.newest.offset - 1 { mixed.add(1, ordering: .relaxed) }
            }
        }
        for number in 0..<(Self.keys * 20) {
            try index.apply(Self.effect(1, sequence: number * 2 + 1, offset: number * 2, .record), in: SegmentID(1))
            try index.apply(
                Self.effect(1, sequence: number * 2 + 2, offset: number * 2 + 1, .update), in: SegmentID(1))
        }
        isDone.store(true, ordering: .sequentiallyConsistent)
        reading.join()
        #expect(mixed.load(ordering: .relaxed) == 0)
    }
}

/// Lets two threads begin each step together.
private final class Turns: Sendable {
    private let arrived = Atomic<Int>(0)

    func meet(_ step: Int) {
        arrived.add(1, ordering: .sequentiallyConsistent)
        var tries = 0
        while arrived.load(ordering: .sequentiallyConsistent) < 2 * (step + 1) {
            tries += 1
            if tries % 1_000 == 0 { sched_yield() }
        }
    }
}
