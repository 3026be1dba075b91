extension IndexTree {
    /// How many keys a range holds. Complexity: O(log n), by the counts that branches keep; no key is visited, and of
    /// leaves that are in a file two are read.
    package func count(in range: IndexRange) -> Int {
        guard !range.isEmpty else { return 0 }
        return max(0, (range.upper.map(rank) ?? count) &- (range.lower.map(rank) ?? 0))
    }

    /// How many keys are before a place.
    private func rank(_ cut: IndexRange.Cut) -> Int {
        cut.key.withUnsafeBytes { key in
            withExtendedLifetime(root.page) {
                var view = root.view
                var before = 0
                while view.level > 0 {
                    let child = view.child(for: key)
                    for index in 0..<child { before &+= view.links[index].count }
                    view = view.links[child].view
                }
                return before &+ view.reading { $0.position(of: key, isAfter: cut.isAfter) }
            }
        }
    }

    /// Streams the keys of a range, in either direction, as they are now: the cursor keeps its own copy of the tree.
    package func cursor(over range: IndexRange = .everything, _ direction: IndexCursor.Direction = .forward)
        -> IndexCursor
    {
        IndexCursor(self, range, direction)
    }
}

extension PageView {
    /// How many keys of a leaf are before a place.
    func position(of key: UnsafeRawBufferPointer, isAfter: Bool) -> Int {
        let place = find(key)
        return isAfter && place.isFound ? place.index &+ 1 : place.index
    }
}
