/// How small pages are merged, and starved ones fed. Two leaves side by side under one branch never fit into
/// ``IndexLimits/smallPageBytes`` together.
extension IndexTree {
    /// Looks from the page at `depth` upwards for pages that have become small, and merges each with a neighbour. One
    /// that finds no partner takes keys from its neighbour. The path is this value's own.
    /// Complexity: O(height) pages at most, mostly none.
    mutating func settle(_ path: PagePath, from depth: Int) {
        settle(around: settleUpwards(path, from: depth, afterRemoval: true))
    }

    /// Merges the leaves in which these keys are, where they are small, and goes on with those that merging left small.
    /// It ends, because each round that changes a leaf leaves one fewer.
    mutating func settle(around keys: [[UInt8]]) {
        var waiting = keys
        while let key = waiting.popLast() {
            var path = PagePath()
            let leaf = key.withUnsafeBytes { descend(to: $0, &path) }
            guard !leaf.isCold, Self.isSmall(leaf) else { continue }
            own(path, adding: 0)
            waiting += settleUpwards(path, from: root.view.level, afterRemoval: false)
        }
    }

    /// Gives keys of small leaves that have a new neighbour, or a prefix that lets them merge with an old one.
    private mutating func settleUpwards(_ path: PagePath, from depth: Int, afterRemoval: Bool) -> [[UInt8]] {
        var depth = depth
        var again: [[UInt8]] = []
        while depth > 0 {
            let parent = view(at: depth &- 1, path)
            let child = path[depth &- 1]
            let page = parent.links[child].view
            if page.level == 0, page.count == 0 {
                if child > 0 { again += Self.smallKey(parent.links[child &- 1].view) }
                guard replace(child..<(child &+ 1), under: path, at: depth &- 1, with: []) else { return again }
            } else {
                guard Self.isSmall(page) else { break }
                if page.level == 0 { thawNeighbours(path, depth) }
                guard let change = merging(child, of: parent, afterRemoval) else { break }
                if page.level == 0 { again += change.pieces.flatMap { Self.smallKey($0.link.view) } }
                if page.level == 1 {
                    let right = parent.links[change.range.lowerBound &+ 1].view
                    again += Self.smallKey(right.links[0].view)
                }
                guard replace(change.range, under: path, at: depth &- 1, with: change.pieces) else { return again }
            }
            depth &-= 1
        }
        lowerRoot()
        return again
    }

    /// The first key of a leaf that is small.
    static func smallKey(_ leaf: PageView) -> [[UInt8]] {
        leaf.used <= IndexLimits.smallPageBytes && leaf.count > 0 ? [leaf.key(0)] : []
    }

    private static func isSmall(_ page: PageView) -> Bool {
        page.used <= IndexLimits.smallPageBytes && page.linkCount <= IndexLimits.maxChildren / 8 * 3
    }

    /// Two neighbours, and what they become; nil if they are better left alone.
    private func merging(
        _ child: Int, of parent: PageView, _ afterRemoval: Bool
    ) -> (range: Range<Int>, pieces: [PagePiece])? {
        var neighbours: [(left: Int, size: Int)] = []
        for left in [child &- 1, child] where left >= 0 && left < parent.count {
            // One that cannot be read stays where it is.
            if parent.links[left].view.isCold || parent.links[left &+ 1].view.isCold { continue }
            neighbours.append((left, Self.mergedBytes(parent, left)))
        }
        guard let best = neighbours.min(by: { $0.size < $1.size }) else { return nil }
        let page = parent.links[child].view
        let links = parent.links[best.left].view.linkCount &+ parent.links[best.left &+ 1].view.linkCount
        if best.size <= IndexLimits.mergedPageBytes, links <= IndexLimits.maxChildren / 4 * 3 {
            return Self.merged(parent, best.left)
        }
        // A branch with one child is no branch; it must find another.
        let isAlone = page.level > 0 && page.count == 0
        guard isAlone || (afterRemoval && page.used <= IndexLimits.starvedPageBytes) else { return nil }
        guard let fed = neighbours.max(by: { $0.size < $1.size }) else { return nil }
        // Long prefixes that are not shared would be written out for each key.
        guard isAlone || fed.size <= 2 &* IndexLimits.maxPageBytes else { return nil }
        return Self.merged(parent, fed.left)
    }

    /// What a child and its neighbour behind would take up as one page.
    static func mergedBytes(_ parent: PageView, _ left: Int) -> Int {
        let (a, b) = (parent.links[left].view, parent.links[left &+ 1].view)
        let shared = stem(parent, left).count
        func written(_ page: PageView) -> Int {
            page.used &- page.prefixCount &+ page.count &* (page.prefixCount &- shared)
        }
        let between = a.level > 0 ? parent.prefixCount &+ parent.rest(left).count &- shared &+ 2 : 0
        return written(a) &+ written(b) &+ between &+ shared &- PageView.headerBytes &- 2
    }

    /// What the keys of a child and its neighbour behind begin with. The key between two branches does so too, because
    /// it lies between theirs.
    private static func stem(_ parent: PageView, _ left: Int) -> UnsafeRawBufferPointer {
        let (a, b) = (parent.links[left].view, parent.links[left &+ 1].view)
        return UnsafeRawBufferPointer(rebasing: a.prefix.prefix(KeyOrder.commonPrefix(a.prefix, b.prefix)))
    }

    /// Both pages' keys in as few pages as will do.
    private static func merged(_ parent: PageView, _ left: Int) -> (range: Range<Int>, pieces: [PagePiece]) {
        let (a, b) = (parent.links[left].view, parent.links[left &+ 1].view)
        var run = KeyRun(stem: Array(stem(parent, left)))
        run.append(a, 0..<a.count)
        if a.level > 0 { run.append(parent.key(left)) }
        run.append(b, 0..<b.count)
        let links = [a, b].flatMap { Array(UnsafeBufferPointer(start: $0.links, count: $0.linkCount)) }
        return (left..<(left &+ 2), run.pieces(level: a.level, links: links, .even))
    }
}
