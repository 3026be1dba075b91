import Cairn
import Testing

extension IndexTreeTests {
    @Test func `copies are read by others while the original goes on`() async throws {
        var tree = try IndexTree.build(fromSorted: (0..<UInt64(Self.many(20_000))).map(KeyGarden.number))
        var dice = Dice(seed: 31)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for round in 0..<40 {
                let copy = tree
                let count = copy.count
                group.addTask {
                    var cursor = copy.cursor(over: .everything, round % 2 == 0 ? .forward : .backward)
                    var seen = 0
                    var last: [UInt8]?
                    var isOrdered = true
                    while let key = cursor.next() {
                        if let last, last.lexicographicallyPrecedes(key) != (round % 2 == 0) { isOrdered = false }
                        last = key
                        seen += 1
                    }
                    return isOrdered && seen == count && copy.findings() == []
                }
                for _ in 0..<Self.many(500) {
                    let key = KeyGarden.number(UInt64(dice.roll(Self.many(40_000))))
                    if dice.roll(2) == 0 { try tree.insert(key) } else { tree.remove(key) }
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
        #expect(tree.findings() == [])
    }
}
