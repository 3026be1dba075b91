import Cairn
import CairnDisk
import CrashLab
import Testing

/// Trees of which some leaves are in a file: they answer as if they were in memory, or say that they cannot.
@Suite struct ColdLeafTests {
    private static func pages(_ folder: any Folder, cacheBytes: Int = 64 << 10) -> IndexPages {
        IndexPages(folder, name: "indices-0.tmp", cacheBytes: cacheBytes)
    }

    /// A tree of keys in order, with nothing but branches in memory.
    private static func cold(_ keys: Range<UInt64>, _ pages: IndexPages) throws -> IndexTree {
        var builder = IndexTreeBuilder(in: pages)
        for key in keys { try builder.append(KeyGarden.number(key)) }
        return try builder.finish()
    }

    @Test(arguments: KeyGarden.allCases, [1, 2] as [UInt64])
    func `a tree whose leaves come and go is what a sorted array is, and so are its snapshots`(
        garden: KeyGarden, seed: UInt64
    ) throws {
        let folder = try ScratchState()
        let pages = Self.pages(try RealFolder.open(path: folder.path, create: true))
        var dice = IndexTreeTests.Dice(seed: seed)
        var pair = IndexTreeTests.Pair()
        var snapshots: [IndexTreeTests.Pair] = []
        for round in 0..<24 {
            let removals = [1, 8, 2, 9, 5, 10][round / 4]
            for _ in 0..<(garden == .long ? 40 : 160) {
                let isRemoval = dice.roll(10) < removals
                var key = garden.key(&dice)
                if isRemoval, !pair.model.keys.isEmpty, dice.roll(6) > 0 {
                    key = pair.model.keys[dice.roll(pair.model.keys.count)]
                }
                try pair.step(key, isRemoval: isRemoval)
                if dice.roll(20) == 0 { try pair.tree.freeze(downTo: 0, branches: 2, turn: dice.next(), in: pages) }
            }
            let place: Comment = "\(garden), seed \(seed), round \(round)"
            pair.expectSame(place)
            if round % 5 == 0 { snapshots.append(pair) }
            if snapshots.count > 2 { snapshots.removeFirst() }
            if round % 4 == 0 { for snapshot in snapshots { snapshot.expectSame(place) } }
        }
        let numbers = pages.numbers
        // Keys of few letters, or with few digits that differ, are too few for a branch.
        #expect([.crowded, .ordered].contains(garden) || (numbers.writes > 10 && numbers.reads > 10), "\(numbers)")
        #expect(numbers.cacheBytes <= 64 << 10)
        #expect(pair.tree.fault == nil)
    }

    @Test func `ranges are counted and read where no leaf is in memory, and memory stays what it was`() throws {
        let folder = try ScratchState()
        let pages = Self.pages(try RealFolder.open(path: folder.path, create: true))
        let tree = try Self.cold(0..<12_000, pages)
        #expect(tree.count == 12_000 && tree.leafBytes == 0 && tree.findings() == [])
        #expect(tree.byteCount < 12_000, "\(tree.byteCount)")
        let range = IndexRange(from: .inclusive(KeyGarden.number(777)), to: .exclusive(KeyGarden.number(9_000)))
        #expect(tree.count(in: range) == 9_000 - 777)
        #expect(IndexTreeTests.keys(tree.cursor(over: range)) == (777..<9_000).map(KeyGarden.number))
        #expect(
            IndexTreeTests.keys(tree.cursor(over: range, .backward)) == (777..<9_000).reversed().map(KeyGarden.number))
        #expect(tree.contains(KeyGarden.number(11_999)) && !tree.contains(KeyGarden.number(12_000)))
        #expect(tree.leafBytes == 0 && pages.numbers.cacheBytes <= 64 << 10)
    }

    @Test func `a place is taken again when nobody holds what was there, and not before`() throws {
        let folder = try ScratchState()
        let pages = Self.pages(try RealFolder.open(path: folder.path, create: true))
        var tree = try Self.cold(0..<4_000, pages)
        let end = pages.numbers.fileBytes
        let old = tree
        for key in 0..<UInt64(4_000) { tree.remove(KeyGarden.number(key)) }
        #expect(tree.isEmpty && IndexTreeTests.keys(old.cursor()) == (0..<4_000).map(KeyGarden.number))
        let beside = try Self.cold(10_000..<14_000, pages)
        #expect(pages.numbers.fileBytes > end && old.findings() == [] && beside.count == 4_000)
        _ = consume old
        let grown = pages.numbers.fileBytes
        let again = try Self.cold(20_000..<24_000, pages)
        #expect(pages.numbers.fileBytes == grown && again.findings() == [])
    }

    @Test func `a leaf that is not what was written is a fault, and nothing else is read in its place`() throws {
        let folder = try ScratchState()
        let disk = try RealFolder.open(path: folder.path, create: true)
        let pages = Self.pages(disk, cacheBytes: 0)
        var tree = try Self.cold(0..<4_000, pages)
        let file = try disk.open("indices-0.tmp", .readWrite, .writeIndices)
        try [UInt8(0xFF)].withUnsafeBytes { bytes in
            try file.write(bytes, at: ByteOffset(IndexPages.slotBytes + 100), .writeIndices)
        }
        file.close()
        #expect(tree.fault == nil)
        #expect(IndexTreeTests.keys(tree.cursor()).count < 4_000)
        #expect(tree.fault?.code == .damaged)
        #expect(!tree.findings().isEmpty)
        // What is written comes into no leaf that could not be read.
        let found = Set(IndexTreeTests.keys(tree.cursor()))
        let key = try #require((0..<UInt64(4_000)).map(KeyGarden.number).first { !found.contains($0) })
        let before = tree.count
        #expect(!tree.remove(key) && tree.count == before)
        let error = #expect(throws: StateError.self) { try tree.insert(key + [1]) }
        #expect(error?.code == .damaged && tree.count == before)
    }

    @Test func `a file that cannot be written leaves the tree whole and in memory`() throws {
        let folder = try ScratchState()
        let disk = FaultyFolder(try RealFolder.open(path: folder.path, create: true))
        let pages = Self.pages(disk)
        var tree = try IndexTree.build(fromSorted: (0..<UInt64(20_000)).map(KeyGarden.number))
        disk.replace(Fault(at: 0, among: [.write], forever: true, code: .noSpace))
        let bytes = tree.byteCount
        let error = #expect(throws: StateError.self) {
            try tree.freeze(downTo: 0, branches: 8, turn: 1, in: pages)
        }
        #expect(error?.code == .noSpace)
        #expect(tree.findings() == [] && tree.byteCount == bytes && tree.fault == nil)
        disk.replace(nil)
        try tree.freeze(downTo: 0, branches: 64, turn: 1, in: pages)
        #expect(tree.leafBytes == 0 && tree.findings() == [] && tree.count == 20_000)
    }

    @Test func `a closed file is told, and removed`() throws {
        let folder = try ScratchState()
        let disk = try RealFolder.open(path: folder.path, create: true)
        let pages = Self.pages(disk, cacheBytes: 0)
        let tree = try Self.cold(0..<4_000, pages)
        #expect(try disk.list(.openStore).map(\.name) == ["indices-0.tmp"])
        pages.close()
        #expect(try disk.list(.openStore).isEmpty)
        _ = tree.contains(KeyGarden.number(1))
        #expect(tree.fault?.code == .closed)
    }
}
