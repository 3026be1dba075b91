/// Leaves that are in a file instead of in memory. Branches always are in memory: they take up a fortieth of the
/// leaves.
///
/// Readers take a leaf from the file for as long as they look at it. Whoever changes one brings it back first. It goes
/// to the file again, to another place, when memory is short: the old place is free when no copy of the tree leads
/// there.
extension IndexTree {
    /// The way to a key's leaf, which is brought back, and the key's place in it; nil where it cannot be read.
    mutating func locateThawed(_ key: UnsafeRawBufferPointer, _ path: inout PagePath) -> PageView.Place? {
        var leaf = descend(to: key, &path)
        if leaf.isCold {
            guard thaw(path) else { return nil }
            leaf = view(at: root.view.level, path)
        }
        return leaf.find(key)
    }

    /// Brings the leaf at the path's end back into memory. False where it cannot be read.
    mutating func thaw(_ path: PagePath) -> Bool {
        let depth = root.view.level
        guard let cold = view(at: depth, path).coldLeaf else { return true }
        guard let page = cold.read() else { return false }
        if depth > 0 { own(path, adding: 0, above: 1) }
        hang(page.copied(), at: depth, path)
        return true
    }

    /// Those beside a leaf, under the same branch, with which it may merge. The path is this value's own.
    mutating func thawNeighbours(_ path: PagePath, _ depth: Int) {
        let child = path[depth &- 1]
        let last = view(at: depth &- 1, path).count
        for neighbour in [child &- 1, child &+ 1] where neighbour >= 0 && neighbour <= last {
            var beside = path
            beside[depth &- 1] = neighbour
            _ = thaw(beside)
        }
    }

    var unreadable: StateError {
        fault ?? StateError(.damaged, "a page of an index cannot be read; the index is built again")
    }

    /// Writes leaves into the file and lets go of them, those of one branch at a time, until the leaves in memory take
    /// no more than `target`. Looks at so many branches at most; `turn` says which, and should be another each time.
    /// All go into the file that has some already.
    ///
    /// - Throws: what keeps them from being written; the tree is whole then, and larger than it should be.
    /// - Complexity: O(children of the branches), and a write for each leaf that goes.
    package mutating func freeze(
        downTo target: Int, branches: Int, turn: UInt64, in pages: IndexPages
    ) throws(StateError) {
        guard root.view.level > 0 else { return }
        var turn = turn
        for _ in 0..<branches where leafBytes > target {
            turn = turn &* 0x9E37_79B9_7F4A_7C15 &+ 1
            try freezeBranch(turn, pages)
        }
    }

    /// All leaves under the branch at the end of a way that `turn` decides.
    private mutating func freezeBranch(_ turn: UInt64, _ pages: IndexPages) throws(StateError) {
        var path = PagePath()
        var (branch, depth, choice) = (root.view, 0, turn >> 8)
        while branch.level > 1 {
            path[depth] = Int(choice % UInt64(branch.linkCount))
            choice = choice &* 0x9E37_79B9_7F4A_7C15 >> 8
            branch = branch.links[path[depth]].view
            depth += 1
        }
        guard (0..<branch.linkCount).contains(where: { !branch.links[$0].view.isCold }) else { return }
        let pages = self.pages ?? pages
        self.pages = pages
        branch = own(path, adding: 0, above: 1)
        for child in 0..<branch.linkCount where !branch.links[child].view.isCold {
            let cold = try IndexPage(ColdLeaf(pages, pages.write(branch.links[child].view)))
            memory.remove(branch.links[child].page)
            memory.add(cold)
            branch.links[child] = ChildLink(cold, count: branch.links[child].count)
        }
    }
}
