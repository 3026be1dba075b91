import Cairn
import Testing

extension IndexTreeTests {
    @Suite struct Batches {
        @Test(arguments: KeyGarden.allCases, [0.5, 0.9, 1.0])
        func `a tree is built from sorted keys`(garden: KeyGarden, fill: Double) throws {
            var dice = Dice(seed: 21)
            for count in [0, 1, 2, 700, IndexTreeTests.many(5_000)] {
                var pair = Pair()
                for _ in 0..<count { _ = pair.model.insert(garden.key(&dice)) }
                pair.tree = try IndexTree.build(fromSorted: pair.model.keys, fill: fill)
                pair.expectSame("\(garden), \(count) keys")
                for key in pair.model.keys.prefix(50) { try pair.step(key + [1], isRemoval: key.count > 500) }
                pair.expectSame("\(garden), \(count) keys, changed")
            }
        }

        @Test func `keys out of order build nothing, and equal ones count once`() throws {
            let error = #expect(throws: StateError.self) { try IndexTree.build(fromSorted: [[1], [3], [2]]) }
            #expect(error?.code == .damaged)
            #expect(try IndexTree.build(fromSorted: [[1], [1], [2], [2]]).count == 2)
            let long = [UInt8](repeating: 0, count: IndexLimits.maxKeyBytes + 1)
            #expect(#expect(throws: StateError.self) { try IndexTree.build(fromSorted: [long]) }?.code == .tooLarge)
        }

        @Test func `a batch takes keys in order only`() throws {
            var batch = IndexBatch()
            try batch.append([2], isRemoval: false)
            for key in [[2], [1], []] as [[UInt8]] {
                #expect(#expect(throws: StateError.self) { try batch.append(key, isRemoval: true) }?.code == .damaged)
            }
            let long = [UInt8](repeating: 9, count: IndexLimits.maxKeyBytes + 1)
            #expect(#expect(throws: StateError.self) { try batch.append(long, isRemoval: true) }?.code == .tooLarge)
            #expect(batch.count == 1)
        }

        @Test(arguments: KeyGarden.allCases, [20, 600, 6_000])
        func `a batch does what its changes do one by one`(garden: KeyGarden, size: Int) throws {
            var dice = Dice(seed: UInt64(size))
            var pair = Pair()
            for round in 0..<8 {
                let before = pair
                var changes: [[UInt8]: Bool] = [:]
                for _ in 0..<IndexTreeTests.many(garden == .long ? size / 4 : size) {
                    let isOld = dice.roll(2) == 0 && !pair.model.keys.isEmpty
                    let key = isOld ? pair.model.keys[dice.roll(pair.model.keys.count)] : garden.key(&dice)
                    changes[key] = dice.roll(10) < [2, 9][round / 2 % 2]
                }
                var batch = IndexBatch()
                for (key, isRemoval) in changes.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                    try batch.append(key, isRemoval: isRemoval)
                    _ = isRemoval ? pair.model.remove(key) : pair.model.insert(key)
                }
                try pair.tree.merge(batch)
                pair.expectSame("\(garden), round \(round)")
                before.expectSame("\(garden), before round \(round)")
            }
        }

        @Test(arguments: KeyGarden.allCases) func `a batch may take everything out`(garden: KeyGarden) throws {
            var dice = Dice(seed: 23)
            var pair = Pair()
            for _ in 0..<IndexTreeTests.many(3_000) { try pair.step(garden.key(&dice), isRemoval: false) }
            var batch = IndexBatch()
            for key in pair.model.keys { try batch.append(key, isRemoval: true) }
            try pair.tree.merge(batch)
            #expect(pair.tree.isEmpty && pair.tree.findings() == [])
            #expect(pair.tree.byteCount == IndexTree().byteCount)
            try pair.tree.merge(batch)
            #expect(pair.tree.isEmpty)
        }
    }
}
