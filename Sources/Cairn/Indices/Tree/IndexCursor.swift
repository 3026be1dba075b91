/// Reads the keys of a range one after the other. It holds a copy of the tree, so that changes do not reach it and
/// pages which it may still read stay as they are.
// unsafe: the memory has this one owner, which cannot be copied, and the pages belong to it or its copy of the tree
package struct IndexCursor: ~Copyable, @unchecked Sendable {
    package enum Direction: Sendable, Hashable { case forward, backward }

    private let tree: IndexTree
    private let range: IndexRange
    private let direction: Direction
    /// The key that is shown: a leaf's prefix, and the rest of the last key read.
    private let shown: UnsafeMutableRawPointer
    private var leaf: PageView
    /// The leaf, where it is from a file and no page of the tree's own.
    private var read: IndexPage?
    private var prefixCount = 0
    private var path = PagePath()
    /// The next key is at `place` going forward, and before it going backward.
    private var place = 0
    /// Where this leaf's part of the range ends.
    private var end = 0
    /// No leaf behind this one has a part in the range.
    private var isLastLeaf = true

    init(_ tree: IndexTree, _ range: IndexRange, _ direction: Direction) {
        self.tree = tree
        self.range = range
        self.direction = direction
        shown = UnsafeMutableRawPointer.allocate(byteCount: IndexLimits.maxKeyBytes, alignment: 16)
        leaf = tree.root.view
        enter(at: direction == .forward ? range.lower : range.upper)
    }

    deinit { shown.deallocate() }

    /// Shows the next key; false at the end of the range, where `body` is not called. The bytes are valid during the
    /// call alone. Complexity: amortised O(1), without an allocation.
    package mutating func next(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows -> Bool {
        while place == end {
            guard !isLastLeaf, moveOn() else { return false }
        }
        let index: Int
        if direction == .forward {
            index = place
            place &+= 1
        } else {
            place &-= 1
            index = place
        }
        let start = leaf.start(index)
        let length = leaf.start(index &+ 1) &- start
        (shown + prefixCount).copyMemory(from: leaf.base + start, byteCount: length)
        try body(UnsafeRawBufferPointer(start: shown, count: prefixCount &+ length))
        return true
    }

    /// The next key as an array of its own, or nil at the end.
    package mutating func next() -> [UInt8]? {
        var key: [UInt8]?
        _ = next { key = Array($0) }
        return key
    }

    /// Goes on at `key`, or the nearest behind it in the cursor's direction; also back to keys that were shown, but
    /// never out of the range. Complexity: O(log n).
    package mutating func seek(_ key: [UInt8]) {
        switch direction {
        case .forward:
            let cut = IndexRange.Cut(key: key, isAfter: false)
            if let lower = range.lower, lower.compare(cut) > 0 { enter(at: lower) } else { enter(at: cut) }
        case .backward:
            let cut = IndexRange.Cut(key: key, isAfter: true)
            if let upper = range.upper, upper.compare(cut) < 0 { enter(at: upper) } else { enter(at: cut) }
        }
    }

    /// Goes to a place, or to the first or last leaf where there is none.
    private mutating func enter(at cut: IndexRange.Cut?) {
        leaf = tree.root.view
        guard let cut else {
            descend(from: 0)
            place = direction == .forward ? 0 : leaf.count
            return bound()
        }
        cut.key.withUnsafeBytes { key in
            leaf = tree.descend(to: key, &path)
            fetch()
            place = leaf.position(of: key, isAfter: cut.isAfter)
        }
        bound()
    }

    /// Finds out how much of the leaf is in the range, and begins the shown key with its prefix.
    private mutating func bound() {
        prefixCount = leaf.prefixCount
        if prefixCount > 0 { shown.copyMemory(from: leaf.base + PageView.headerBytes, byteCount: prefixCount) }
        let limit = direction == .forward ? range.upper : range.lower
        let open = direction == .forward ? leaf.count : 0
        guard let limit else {
            end = open
            isLastLeaf = false
            return
        }
        let leaf = leaf
        end = limit.key.withUnsafeBytes { leaf.position(of: $0, isAfter: limit.isAfter) }
        isLastLeaf = end != open
        // The place may be beyond the limit where the range is empty.
        if direction == .forward ? place > end : place < end {
            place = end
            isLastLeaf = true
        }
    }

    /// The next leaf in the cursor's direction; false if there is none.
    private mutating func moveOn() -> Bool {
        var depth = tree.root.view.level &- 1
        while depth >= 0 {
            let branch = tree.view(at: depth, path)
            let child = path[depth] &+ (direction == .forward ? 1 : -1)
            if child >= 0, child < branch.linkCount {
                path[depth] = child
                leaf = branch.links[child].view
                descend(from: depth &+ 1)
                place = direction == .forward ? 0 : leaf.count
                bound()
                return true
            }
            depth &-= 1
        }
        isLastLeaf = true
        return false
    }

    /// From the page at `depth`, which is in `leaf`, to the outermost leaf below it.
    private mutating func descend(from depth: Int) {
        var depth = depth
        while leaf.level > 0 {
            path[depth] = direction == .forward ? 0 : leaf.count
            leaf = leaf.links[path[depth]].view
            depth &+= 1
        }
        fetch()
    }

    /// A leaf that is in a file is read, and held as long as the cursor stands in it.
    private mutating func fetch() {
        guard leaf.isCold else { return }
        let page = leaf.coldLeaf?.read() ?? IndexPage(level: 0, bytes: 0, links: 0)
        (leaf, read) = (page.view, page)
    }
}
