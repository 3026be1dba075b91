extension IndexTree {
    /// Performs all changes of a batch. Keys that are inserted and there, or removed and not there, change nothing.
    ///
    /// Errors: `exhausted`, before anything is changed; those of reading leaves, in the midst of it. Complexity: O(m
    /// log n), but a leaf that many changes fall into is written once for all of them.
    package mutating func merge(_ batch: IndexBatch) throws(StateError) {
        // What a batch may add: at most one level for each doubling of it.
        let growth = Int.bitWidth &- batch.count.leadingZeroBitCount
        guard height &+ growth < IndexLimits.maxHeight else { throw Self.tooHigh }
        var next = 0
        while next < batch.count {
            var path = PagePath()
            let end = batch.withKey(next) { key in
                _ = descend(to: key, &path)
                return endOfGroup(from: next, of: batch, upTo: upperBound(path))
            }
            guard thaw(path) else { throw unreadable }
            if end &- next < IndexLimits.minMergedChanges {
                for index in next..<end { try perform(index, of: batch) }
            } else {
                merge(next..<end, of: batch, path)
            }
            next = end
        }
    }

    private mutating func perform(_ index: Int, of batch: IndexBatch) throws(StateError) {
        let key = batch.key(index)
        if batch.isRemoval(index) { remove(key) } else { try insert(key) }
    }

    /// The least key that belongs to a leaf behind the path's; nil for the last leaf.
    private func upperBound(_ path: PagePath) -> [UInt8]? {
        var depth = root.view.level &- 1
        while depth >= 0 {
            let branch = view(at: depth, path)
            if path[depth] < branch.count { return branch.key(path[depth]) }
            depth &-= 1
        }
        return nil
    }

    /// The first change that does not fall into the same leaf.
    private func endOfGroup(from first: Int, of batch: IndexBatch, upTo bound: [UInt8]?) -> Int {
        let limit = min(batch.count, first &+ IndexLimits.maxMergedChanges)
        guard let bound else { return limit }
        return bound.withUnsafeBytes { bound in
            var end = first &+ 1
            while end < limit, batch.withKey(end, { KeyOrder.compare($0, bound) }) < 0 { end &+= 1 }
            return end
        }
    }

    /// Merges changes that all fall into the leaf at the path's end.
    private mutating func merge(_ changes: Range<Int>, of batch: IndexBatch, _ path: PagePath) {
        let depth = root.view.level
        let leaf = view(at: depth, path)
        var run = KeyRun()
        var place = 0
        var isChanged = false
        for change in changes {
            batch.withKey(change) { key in
                let found = leaf.find(key)
                run.append(leaf, place..<found.index)
                place = found.isFound ? found.index &+ 1 : found.index
                isChanged = isChanged || found.isFound == batch.isRemoval(change)
                if !batch.isRemoval(change) { run.append(key) }
            }
        }
        guard isChanged else { return }
        run.append(leaf, place..<leaf.count)
        own(path, adding: run.count &- leaf.count)
        guard !run.isEmpty else { return clearLeaf(path) }
        let pieces = run.pieces(level: 0, .even)
        let isSmall = pieces.count == 1 && pieces[0].link.view.used <= IndexLimits.smallPageBytes
        let small = put(pieces, at: depth, path)
        if isSmall { settle(path, from: depth) } else { settle(around: small) }
    }

    /// An empty leaf in the place of the path's; settling takes it out.
    private mutating func clearLeaf(_ path: PagePath) {
        let depth = root.view.level
        hang(IndexPage(level: 0, bytes: 0, links: 0), at: depth, path)
        settle(path, from: depth)
    }
}
