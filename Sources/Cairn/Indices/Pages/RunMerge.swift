/// Makes one tree of several, whose keys it goes through in their order, holding one page of each.
struct RunMerge {
    /// One of the trees, and how far it has come.
    private final class Run {
        private var cursor: IndexCursor
        private(set) var key: [UInt8] = []

        /// nil for a tree without keys.
        init?(_ tree: IndexTree) {
            cursor = tree.cursor()
            guard step() else { return nil }
        }

        func step() -> Bool {
            cursor.next { key in
                self.key.removeAll(keepingCapacity: true)
                self.key.append(contentsOf: key)
            }
        }
    }

    /// A heap: none stands behind the two at twice its place and one or two more.
    private var heap: [Run]

    init(_ trees: [IndexTree]) {
        heap = trees.compactMap(Run.init)
        for place in heap.indices.reversed() { sink(place) }
    }

    /// The tree of all keys. Complexity: O(n log of the number of trees).
    ///
    /// - Throws: those of writing leaves. What could not be read is a fault of the trees.
    consuming func tree(in pages: IndexPages?) throws(StateError) -> IndexTree {
        var builder = IndexTreeBuilder(in: pages)
        while let least = heap.first {
            try builder.append(least.key)
            if !least.step() {
                heap.swapAt(0, heap.count - 1)
                heap.removeLast()
            }
            sink(0)
        }
        return try builder.finish()
    }

    private mutating func sink(_ start: Int) {
        var place = start
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                if KeyOrder.compare(heap[child].key, heap[least].key) < 0 { least = child }
            }
            guard least != place else { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}
