import Cairn
import Testing

extension IndexTreeTests {
    @Suite struct Ranges {
        private static func bound(_ garden: KeyGarden, _ model: KeyModel, _ dice: inout Dice) -> IndexBound {
            // Half of the bounds are keys that exist.
            let key =
                dice.roll(2) == 0 || model.keys.isEmpty ? garden.key(&dice) : model.keys[dice.roll(model.keys.count)]
            return [.unbounded, .inclusive(key), .exclusive(key)][min(dice.roll(7), 2)]
        }

        @Test(arguments: KeyGarden.allCases)
        func `a range is counted and read as in a sorted array, both ways`(garden: KeyGarden) throws {
            var dice = Dice(seed: 11)
            var pair = Pair()
            for _ in 0..<IndexTreeTests.many(1_500) { try pair.step(garden.key(&dice), isRemoval: false) }
            for _ in 0..<IndexTreeTests.many(400) {
                let lower = Self.bound(garden, pair.model, &dice)
                let upper = Self.bound(garden, pair.model, &dice)
                let expected = Array(pair.model.slice(lower, upper))
                let range = IndexRange(from: lower, to: upper)
                #expect(pair.tree.count(in: range) == expected.count, "\(range)")
                #expect(IndexTreeTests.keys(pair.tree.cursor(over: range)) == expected, "\(range)")
                let backward = IndexTreeTests.keys(pair.tree.cursor(over: range, .backward))
                #expect(backward == expected.reversed(), "\(range)")
            }
        }

        @Test(arguments: KeyGarden.allCases)
        func `a prefix selects the keys that begin with it`(garden: KeyGarden) throws {
            var dice = Dice(seed: 12)
            var pair = Pair()
            for _ in 0..<IndexTreeTests.many(1_000) { try pair.step(garden.key(&dice), isRemoval: false) }
            for _ in 0..<IndexTreeTests.many(200) {
                let prefix = Array(garden.key(&dice).prefix(dice.roll(10)))
                let expected = pair.model.keys.filter { $0.starts(with: prefix) }
                #expect(pair.tree.count(in: .prefix(prefix)) == expected.count, "\(prefix)")
                #expect(IndexTreeTests.keys(pair.tree.cursor(over: .prefix(prefix))) == expected, "\(prefix)")
            }
            for prefix in [[], [0xFF], [0xFF, 0xFF], [0x00], [0x61, 0xFF]] as [[UInt8]] {
                let expected = pair.model.keys.filter { $0.starts(with: prefix) }
                let backward = IndexTreeTests.keys(pair.tree.cursor(over: .prefix(prefix), .backward))
                #expect(backward == expected.reversed(), "\(prefix)")
            }
        }

        @Test func `a cursor goes to a key or the nearest one on its way, within its range`() throws {
            let keys = stride(from: UInt64(0), to: 30_000, by: 3).map(KeyGarden.number)
            let tree = try IndexTree.build(fromSorted: keys)
            let range = IndexRange(
                from: .inclusive(KeyGarden.number(300)), to: .exclusive(KeyGarden.number(29_700)))
            var forward = tree.cursor(over: range)
            var backward = tree.cursor(over: range, .backward)
            for (wanted, ahead, behind) in [
                (3_000, 3_000, 3_000), (3_001, 3_003, 3_000), (0, 300, nil), (300, 300, 300), (299, 300, nil),
                (29_697, 29_697, 29_697), (29_700, nil, 29_697), (40_000, nil, 29_697), (301, 303, 300),
            ] as [(UInt64, UInt64?, UInt64?)] {
                forward.seek(KeyGarden.number(wanted))
                backward.seek(KeyGarden.number(wanted))
                let (next, previous) = (forward.next(), backward.next())
                #expect(next == ahead.map(KeyGarden.number), "\(wanted)")
                #expect(previous == behind.map(KeyGarden.number), "\(wanted)")
            }
            forward.seek(KeyGarden.number(29_600))
            #expect(IndexTreeTests.keys(forward).count == 33)
            backward.seek(KeyGarden.number(400))
            #expect(IndexTreeTests.keys(backward).count == 34)
        }

        @Test func `a cursor reads on in the tree of its beginning while the tree changes`() throws {
            let keys = (0..<UInt64(IndexTreeTests.many(20_000))).map(KeyGarden.number)
            var tree = try IndexTree.build(fromSorted: keys)
            var cursor = tree.cursor()
            var read = 0
            while let key = cursor.next() {
                #expect(key == keys[read])
                tree.remove(key)
                try tree.insert(key + [0])
                read += 1
            }
            #expect(read == keys.count && tree.count == keys.count)
            #expect(tree.findings() == [])
        }

        @Test func `an empty tree has no range`() {
            let tree = IndexTree()
            #expect(tree.count(in: .everything) == 0 && tree.first == nil && tree.last == nil)
            #expect(IndexTreeTests.keys(tree.cursor()).isEmpty)
            #expect(IndexTreeTests.keys(tree.cursor(over: .prefix([]), .backward)).isEmpty)
        }
    }
}
