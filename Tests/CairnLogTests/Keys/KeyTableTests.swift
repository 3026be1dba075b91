import CairnLines
import Testing

import CairnLog

/// A hash that spreads like a real one; the same number gives the same hash.
func sampleHash(_ number: Int) -> KeyHash {
    func mixed(_ start: UInt64) -> UInt64 {
        var z = start &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    return KeyHash(low: mixed(UInt64(number) &* 2 &+ 1), high: mixed(UInt64(number) &* 2))
}

func samplePlace(_ number: Int) -> KeyPlace {
    KeyPlace(
        segment: SegmentID(UInt32(number % 16_777_216)), offset: UInt32(truncatingIfNeeded: number &* 2_654_435_761),
        length: UInt32(number % 268_435_455 + 1), isTombstone: number % 3 == 0)
}

@Suite struct KeyTableTests {
    @Test func `a place at any edge of its range comes back as it was set`() throws {
        let table = KeyTable()
        var number = 0
        for segment in [0, 1, 15, 16, 0xF0_F0F0, KeyPlace.segmentLimit - 1] {
            for offset in [0, 1, UInt32.max] {
                for length in [1, 15, 16, KeyPlace.lengthLimit - 1] {
                    for isTombstone in [false, true] {
                        let place = KeyPlace(
                            segment: SegmentID(segment), offset: offset, length: length, isTombstone: isTombstone)
                        number += 1
                        #expect(try table.replace(sampleHash(number), with: place) == nil)
                        #expect(table.find(sampleHash(number)) == place)
                    }
                }
            }
        }
        #expect(table.count == number)
    }

    @Test func `a place that does not fit is refused and changes nothing`() throws {
        let table = KeyTable()
        let wrong = [
            KeyPlace(segment: SegmentID(KeyPlace.segmentLimit), offset: 0, length: 1, isTombstone: false),
            KeyPlace(segment: SegmentID(0), offset: 0, length: 0, isTombstone: false),
            KeyPlace(segment: SegmentID(0), offset: 0, length: KeyPlace.lengthLimit, isTombstone: false),
        ]
        _ = try table.replace(sampleHash(1), with: samplePlace(1))
        for place in wrong {
            #expect(throws: KeyTableError.self) { try table.replace(sampleHash(1), with: place) }
            #expect(throws: KeyTableError.self) { try table.load([KeyEntry(hash: sampleHash(1), place: place)]) }
            #expect(throws: KeyTableError.self) {
                try table.move(sampleHash(1), from: samplePlace(1), to: place)
            }
        }
        #expect(table.find(sampleHash(1)) == samplePlace(1))
    }

    @Test func `keys that differ in one bit of the hash are different keys`() throws {
        let table = KeyTable()
        _ = try table.replace(sampleHash(7), with: samplePlace(7))
        for bit in 0..<128 {
            var other = sampleHash(7)
            if bit < 64 { other.high ^= 1 << bit } else { other.low ^= 1 << (bit - 64) }
            let found = table.find(other)
            if bit >= 64 && bit < 79 { #expect(found != nil) } else { #expect(found == nil) }
        }
    }

    @Test func `random operations agree with a dictionary`() throws {
        let table = KeyTable()
        var model: [Int: KeyPlace] = [:]
        var random = SampleGenerator(seed: 11)
        for step in 0..<200_000 {
            // Phases of growth and of decline, so that growing, shrinking and wrapping all occur.
            let key = Int.random(in: 0..<20_000, using: &random)
            let place = samplePlace(step)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<((step / 40_000) % 2 == 0 ? 6 : 1):
                #expect(try table.replace(sampleHash(key), with: place) == model.updateValue(place, forKey: key))
            case 6..<9: #expect(table.remove(sampleHash(key)) == model.removeValue(forKey: key))
            default: #expect(table.find(sampleHash(key)) == model[key])
            }
        }
        #expect(table.count == model.count)
        for (key, place) in model { #expect(table.find(sampleHash(key)) == place) }
        let entries = (0..<KeyTable.shardCount).flatMap { table.entries(inShard: $0) }
        #expect(entries.count == model.count)
        #expect(Set(entries.map(\.place)).count == Set(model.values).count)
    }

    @Test func `keys crowded at both ends of one shard are found, replaced and removed as in a dictionary`() throws {
        let table = KeyTable()
        var model: [Int: KeyPlace] = [:]
        var random = SampleGenerator(seed: 5)
        func crowded(_ key: Int) -> KeyHash {
            let step = UInt64(key / 3) << 56
            return KeyHash(low: UInt64(key % 5) << 20, high: key % 3 == 0 ? step : .max &- step)
        }
        for step in 0..<100_000 {
            let key = Int.random(in: 0..<60, using: &random)
            if Int.random(in: 0..<2, using: &random) == 0 {
                #expect(try table.replace(crowded(key), with: samplePlace(step)) == model[key])
                model[key] = samplePlace(step)
            } else {
                #expect(table.remove(crowded(key)) == model.removeValue(forKey: key))
            }
            let other = Int.random(in: 0..<60, using: &random)
            #expect(table.find(crowded(other)) == model[other])
            if step % 1_000 == 0 { #expect(Set(table.entries(inShard: 0).map(\.place)) == Set(model.values)) }
        }
    }

    @Test(arguments: [1, 3, 40]) func `crowded keys survive growing and shrinking`(share: Int) throws {
        let table = KeyTable()
        // All in one shard, every `share`-th of them within reach of the last home.
        func hash(_ key: Int) -> KeyHash {
            KeyHash(low: UInt64(key) << 20, high: key % share == 0 ? .max &- UInt64(key) : sampleHash(key).high)
        }
        for key in 0..<2_000 {
            #expect(try table.replace(hash(key), with: samplePlace(key)) == nil)
            if key % 50 == 0 {
                for other in 0...key { #expect(table.find(hash(other)) == samplePlace(other)) }
            }
        }
        for key in 0..<1_990 {
            #expect(table.remove(hash(key)) == samplePlace(key))
            if key % 50 == 0 {
                for other in key + 1..<2_000 { #expect(table.find(hash(other)) == samplePlace(other)) }
            }
        }
        #expect(table.count == 10)
    }

    @Test func `a line that was superseded while it was copied does not win`() throws {
        let table = KeyTable()
        _ = try table.replace(sampleHash(1), with: samplePlace(1))
        #expect(try table.move(sampleHash(1), from: samplePlace(1), to: samplePlace(2)))
        #expect(try !table.move(sampleHash(1), from: samplePlace(1), to: samplePlace(3)))
        #expect(try !table.move(sampleHash(9), from: samplePlace(1), to: samplePlace(3)))
        #expect(table.find(sampleHash(1)) == samplePlace(2))
        #expect(!table.remove(sampleHash(1), at: samplePlace(1)))
        #expect(table.remove(sampleHash(1), at: samplePlace(2)))
        #expect(table.count == 0)
    }

    @Test func `entries that were iterated fill another table that answers the same`() throws {
        let (first, second) = (KeyTable(), KeyTable())
        for number in 0..<5_000 { _ = try first.replace(sampleHash(number), with: samplePlace(number)) }
        try second.load((0..<KeyTable.shardCount).flatMap { first.entries(inShard: $0) })
        for number in 0..<5_000 { #expect(second.find(sampleHash(number)) == samplePlace(number)) }
        var visited = 0
        second.forEach { _ in visited += 1 }
        #expect(visited == 5_000)
    }

    @Test func `loading in bulk lets the later entry win and tells what it replaced`() throws {
        let table = KeyTable()
        var entries = (0..<1_000).map { KeyEntry(hash: sampleHash($0), place: samplePlace($0)) }
        entries += (0..<10).map { KeyEntry(hash: sampleHash($0), place: samplePlace($0 + 5_000)) }
        var replaced: Set<KeyPlace> = []
        try table.load(entries) { replaced.insert($0) }
        #expect(replaced == Set((0..<10).map { samplePlace($0) }))
        #expect(table.count == 1_000)
        #expect(table.find(sampleHash(3)) == samplePlace(5_003))
    }

    @Test func `an absurd reservation is refused and a large key table stays usable`() throws {
        let table = KeyTable()
        #expect(throws: KeyTableError.self) { try table.reserve(KeyTable.mostKeys + 1) }
        #expect(throws: KeyTableError.self) { try table.reserve(.max) }
        try table.reserve(-5)
        #expect(try table.replace(sampleHash(1), with: samplePlace(1)) == nil)
        #expect(table.count == 1)
    }

    @Test func `many tasks at once lose nothing`() async throws {
        let table = KeyTable()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for number in 0..<5_000 {
                        _ = try? table.replace(sampleHash(task * 5_000 + number), with: samplePlace(number))
                        _ = table.find(sampleHash(number))
                    }
                }
            }
        }
        #expect(table.count == 40_000)
    }
}

/// A generator that gives the same numbers for the same seed.
struct SampleGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let mixed = (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        return mixed ^ (mixed >> 29)
    }
}
