import Cairn
import Testing

/// What becomes of pages: parted, merged, fed, given back.
extension IndexTreeTests {
    @Test func `a stranger beside keys of a long prefix does not write the prefix out`() throws {
        var pair = Pair()
        let prefix = [UInt8](repeating: 0x70, count: 1000)
        for number in 0..<700 { try pair.step(prefix + KeyGarden.number(UInt64(number)).suffix(2), isRemoval: false) }
        #expect(pair.tree.byteCount < 12_000)
        for stranger in [[0x00], [0xFF], prefix, [0x70, 0x71], [0x70, 0x6F]] as [[UInt8]] {
            try pair.step(stranger, isRemoval: false)
            pair.expectSame("\(stranger)")
            #expect(pair.tree.byteCount < 20_000)
        }
    }

    @Test func `the empty key may lie nowhere`() throws {
        let nowhere = UnsafeRawBufferPointer(start: nil, count: 0)
        var tree = IndexTree()
        for _ in 0..<2 {
            #expect(!tree.contains(nowhere))
            let isNew = try tree.insert(nowhere)
            let isNewAgain = try tree.insert([])
            #expect(isNew && !isNewAgain && tree.contains(nowhere) && tree.contains([]))
            let isOld = tree.remove(nowhere)
            #expect(isOld)
            try tree.insert([7, 7])
        }
        var batch = IndexBatch()
        try batch.append(nowhere, isRemoval: false)
        try tree.merge(batch)
        #expect(tree.count == 2 && tree.first == [] && tree.findings() == [])
    }

    @Test func `a tree of several branches is sound while it grows and shrinks`() throws {
        var dice = Dice(seed: 5)
        let count = Self.many(120_000)
        var keys = (0..<count).map { _ in
            KeyGarden.number(dice.next()) + KeyGarden.number(dice.next()) + KeyGarden.number(dice.next())
        }
        var tree = IndexTree()
        for key in keys { try tree.insert(key) }
        #expect(tree.count == count && tree.findings() == [])
        keys.shuffle(using: &dice)
        for left in [count / 2, count / 10, count / 500] {
            while keys.count > left, let key = keys.popLast() { tree.remove(key) }
            #expect(tree.count == left && tree.findings() == [])
        }
        #expect(IndexTreeTests.keys(tree.cursor()) == keys.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test func `pages that keys leave are given back`() throws {
        var tree = IndexTree()
        for number in 0..<20_000 { try tree.insert(KeyGarden.number(UInt64(number))) }
        let full = tree.byteCount
        for number in 0..<20_000 where number % 10 > 0 { tree.remove(KeyGarden.number(UInt64(number))) }
        #expect(tree.findings() == [])
        #expect(tree.byteCount < full / 4)
    }

    /// Keys without anything in common, in order.
    private func scattered(_ count: Int) -> [[UInt8]] {
        var dice = Dice(seed: 6)
        let keys = (0..<count).map { _ in (0..<3).flatMap { _ in KeyGarden.number(dice.next()) } }
        return keys.sorted { $0.lexicographicallyPrecedes($1) }
    }

    @Test func `a page that starves takes keys from a full neighbour`() throws {
        let keys = scattered(2_000)
        var tree = try IndexTree.build(fromSorted: keys, fill: 1)
        let before = tree.root.view.links[1].count
        let first = tree.root.view.links[0].count
        for key in keys[first..<(first + before - 5)] { tree.remove(key) }
        #expect(tree.findings() == [])
        let counts = (0..<tree.root.view.linkCount).map { tree.root.view.links[$0].count }
        #expect(counts[1] > before / 4 && counts[1] < before, "\(counts)")
        #expect(tree.count == keys.count - before + 5)
    }

    @Test func `small leaves that become neighbours are merged`() throws {
        let keys = scattered(45_000)
        var tree = try IndexTree.build(fromSorted: keys, fill: 1)
        try #require(tree.height == 3 && tree.root.view.linkCount == 2)
        let half = tree.root.view.links[0].count
        let (left, right) = (tree.root.view.links[0].view, tree.root.view.links[1].view)
        let (last, first) = (left.links[left.count].count, right.links[0].count)
        // The last leaf of one branch and the first of the other keep 20 keys each, which would fit one page.
        for key in keys[(half - last)..<(half - 20)] { tree.remove(key) }
        for key in keys[(half + 20)..<(half + first)] { tree.remove(key) }
        #expect(tree.height == 3 && tree.findings() == [])
        var next = 0
        while tree.height == 3, next < half - last {
            tree.remove(keys[next])
            next += 1
        }
        #expect(tree.height == 2 && tree.findings() == [])
    }

    @Test func `neighbours of a leaf that a batch empties are merged`() throws {
        let keys = scattered(2_000)
        var tree = try IndexTree.build(fromSorted: keys, fill: 1)
        let counts = (0..<4).map { tree.root.view.links[$0].count }
        let ends = counts.indices.map { counts[...$0].reduce(0, +) }
        // Leaves 1 and 3 keep 20 keys each, and leaf 2 parts them.
        for key in keys[ends[0]..<(ends[1] - 20)] + keys[(ends[2] + 20)..<ends[3]] { tree.remove(key) }
        let children = tree.root.view.linkCount
        var batch = IndexBatch()
        for key in keys[ends[1]..<ends[2]] { try batch.append(key, isRemoval: true) }
        try tree.merge(batch)
        #expect(tree.findings() == [])
        #expect(tree.root.view.linkCount == children - 2)
    }

    @Test(arguments: [true, false]) func `keys in order fill their pages, up and down`(isUp: Bool) throws {
        let keys = scattered(Self.many(30_000))
        var tree = IndexTree()
        for key in isUp ? keys : keys.reversed() { try tree.insert(key) }
        let share = Double(tree.byteCount) / Double(keys.count * 24)
        #expect(share < 1.25 && tree.findings() == [])
    }
}
