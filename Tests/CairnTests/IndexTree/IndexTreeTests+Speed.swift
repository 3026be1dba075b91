import Cairn
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension IndexTreeTests {
    /// What a million keys of an index cost: a value of eight bytes, and an id of sixteen.
    @Suite(.serialized) struct Speed {
        #if DEBUG
            private static let count = 5_000
        #else
            private static let count = 1_000_000
        #endif
        private static let keyBytes = 24

        /// Keys one behind the other in memory, so that only the tree is measured.
        private struct Keys {
            var bytes: [UInt8]

            init(inOrder: Bool) {
                var dice = Dice(seed: 51)
                let keys = (0..<count).map { number in
                    let value = inOrder ? UInt64(number) : dice.next()
                    return KeyGarden.number(value) + KeyGarden.number(dice.next()) + KeyGarden.number(dice.next())
                }
                bytes = keys.flatMap { $0 }
            }

            func each(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
                try bytes.withUnsafeBytes { all in
                    for start in stride(from: 0, to: all.count, by: keyBytes) {
                        try body(UnsafeRawBufferPointer(rebasing: all[start..<(start + keyBytes)]))
                    }
                }
            }
        }

        /// Prints what each of `times` took, in nanoseconds of this thread's own: others may be at work.
        private func measure(_ what: String, _ times: Int = count, _ body: () throws -> Void) rethrows {
            let start = Self.nanoseconds
            try body()
            print("index tree: \(what): \((Self.nanoseconds - start) / max(times, 1)) ns")
        }

        private static var nanoseconds: Int {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
        }

        private func probe(_ tree: inout IndexTree, _ keys: Keys, _ order: String) throws {
            var found = 0
            measure("\(order): look-up") { keys.each { found += tree.contains($0) ? 1 : 0 } }
            #expect(found == Self.count)
            var seen = 0
            measure("\(order): scan") {
                var cursor = tree.cursor()
                while cursor.next({ seen += $0.count }) {}
            }
            measure("\(order): scan backward") {
                var cursor = tree.cursor(over: .everything, .backward)
                while cursor.next({ seen += $0.count }) {}
            }
            #expect(seen == 2 * Self.count * Self.keyBytes)
            let rounds = 1_000
            var held = tree
            let spot = KeyGarden.number(UInt64(Self.count / 2))
            try measure("\(order): a snapshot, and the first write after it", rounds) {
                for round in 0..<rounds {
                    held = tree
                    if round % 2 == 0 { try tree.insert(spot) } else { tree.remove(spot) }
                }
            }
            #expect(held.count == Self.count + 1 && tree.count == Self.count)
        }

        @Test(arguments: [true, false]) func `a million keys are quick to reach, and small`(inOrder: Bool) throws {
            let keys = Keys(inOrder: inOrder)
            let order = inOrder ? "in order" : "at random"
            var tree = IndexTree()
            try measure("\(order): insert") { try keys.each { try tree.insert($0) } }
            let share = Double(tree.byteCount) / Double(Self.count * Self.keyBytes)
            print("index tree: \(order): \(share) of the keys' bytes, \(tree.height) levels")
            #expect(share <= 1.35)
            try probe(&tree, keys, order)
            measure("\(order): count of a range", 1_000) {
                for number in 0..<1_000 as Range<UInt64> {
                    _ = tree.count(in: IndexRange(from: .inclusive(KeyGarden.number(number &* 1_000_003))))
                }
            }
            measure("\(order): remove") { keys.each { tree.remove($0) } }
            #expect(tree.isEmpty)
        }

        @Test func `sorted keys are built and merged faster than one by one`() throws {
            var sorted = IndexTree()
            try Keys(inOrder: false).each { try sorted.insert($0) }
            var builder = IndexTreeBuilder()
            try measure("build") {
                var cursor = sorted.cursor()
                while try cursor.next({ try builder.append($0) }) {}
            }
            let built = try builder.finish()
            #expect(built.count == Self.count)
            let part = Double(built.byteCount) / Double(Self.count * Self.keyBytes)
            print("index tree: built: \(part) of the keys' bytes")
            for share in [100, 4] {
                var dice = Dice(seed: 52)
                var changes: [[UInt8]] = []
                var cursor = built.cursor()
                while let key = cursor.next() {
                    if dice.roll(share) == 0 { changes.append(dice.roll(2) == 0 ? key : key + [0]) }
                }
                var batch = IndexBatch()
                for key in changes { try batch.append(key, isRemoval: key.count == Self.keyBytes) }
                var one = built
                try measure("1/\(share) changed, one by one", changes.count) {
                    for key in changes.shuffled(using: &dice) {
                        if key.count == Self.keyBytes { one.remove(key) } else { try one.insert(key) }
                    }
                }
                var all = built
                try measure("1/\(share) changed, as a batch", changes.count) { try all.merge(batch) }
                #expect(all.count == one.count)
            }
        }
    }
}
