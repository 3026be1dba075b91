/// How pages are parted, and hung into the branches above.
extension IndexTree {
    /// Inserts a key whose place in the leaf at the path's end is known, where it does not simply fit. The path is this
    /// value's own, and the key is counted.
    mutating func makeRoom(for key: UnsafeRawBufferPointer, at place: PageView.Place, _ path: PagePath) {
        let depth = root.view.level
        let leaf = view(at: depth, path)
        let shared = KeyOrder.commonPrefix(leaf.prefix, key)
        let size = leaf.used &+ key.count &- shared &+ 2 &+ (leaf.prefixCount &- shared) &* (leaf.count &- 1)
        if size <= IndexLimits.maxPageBytes, place.hasPrefix {
            return resize(at: depth, path, bytes: size, links: 0).insert(key: key, at: place.index)
        }
        let pieces: [PagePiece]
        if size > IndexLimits.maxPageBytes, place.index == 0 || place.index == leaf.count {
            pieces = extended(leaf, by: key, at: place.index, link(at: depth, path).page)
        } else {
            var run = KeyRun(stem: Array(leaf.prefix.prefix(shared)))
            run.append(leaf, 0..<place.index)
            run.append(key)
            run.append(leaf, place.index..<leaf.count)
            pieces = run.pieces(level: 0, .even)
        }
        settle(around: put(pieces, at: depth, path))
    }

    /// A key before or behind all of a full leaf gets a page of its own, so that keys which come in order fill pages.
    private func extended(
        _ leaf: PageView, by key: UnsafeRawBufferPointer, at index: Int, _ page: IndexPage
    ) -> [PagePiece] {
        var run = KeyRun()
        if index > 0 { run.append(leaf, (index &- 1)..<index) }
        run.append(key)
        if index == 0 { run.append(leaf, 0..<1) }
        let place = index > 0 ? 1 : 0
        let alone = ChildLink(run.page(place..<(place &+ 1), level: 0), count: 1)
        let old = ChildLink(page, count: leaf.count)
        let separator = run.separator(before: 1)
        return index > 0
            ? [PagePiece(link: old), PagePiece(link: alone, separator: separator)]
            : [PagePiece(link: alone), PagePiece(link: old, separator: separator)]
    }

    /// Puts the pieces of one leaf where it was. Gives a key of each that is small: even a page that did not have to be
    /// parted may be, if its keys share more now than they did when its prefix was chosen.
    mutating func put(_ pieces: [PagePiece], at depth: Int, _ path: PagePath) -> [[UInt8]] {
        let child = depth > 0 ? path[depth &- 1] : 0
        replace(child..<(child &+ 1), under: path, at: depth &- 1, with: pieces)
        return pieces.flatMap { Self.smallKey($0.link.view) }
    }

    /// Puts pieces where the children `range` of the page at `depth` were; a depth of -1 means the root itself. The
    /// page at `depth` is this value's own. Says whether the path down to `depth` still leads there: it does unless
    /// branches were parted. Recursion ends at the root, whose height is bounded.
    @discardableResult
    mutating func replace(
        _ range: Range<Int>, under path: PagePath, at depth: Int, with pieces: [PagePiece]
    ) -> Bool {
        guard depth >= 0 else {
            plant(pieces)
            return pieces.count == 1
        }
        let branch = view(at: depth, path)
        for index in range { memory.remove(branch.links[index].page) }
        for piece in pieces { memory.add(piece.link.page) }
        let edit = BranchEdit(branch, range, pieces)
        guard edit.fits else {
            let parted = edit.pieces(of: branch)
            let child = depth > 0 ? path[depth &- 1] : 0
            let isWhole = replace(child..<(child &+ 1), under: path, at: depth &- 1, with: parted)
            return isWhole && parted.count == 1
        }
        var target = branch
        if edit.bytes > branch.capacity || edit.links > link(at: depth, path).page.linkRoom {
            target = resize(at: depth, path, bytes: edit.bytes, links: edit.links)
        }
        edit.perform(on: target)
        return true
    }

    /// Makes pieces the whole tree, under as many branches as that takes. No pieces make an empty tree.
    mutating func plant(_ pieces: [PagePiece]) {
        memory.remove(root.page)
        var pieces = pieces
        if pieces.isEmpty { pieces = [PagePiece(link: ChildLink(IndexPage(level: 0, bytes: 0, links: 0), count: 0))] }
        for piece in pieces { memory.add(piece.link.page) }
        while pieces.count > 1 {
            var run = KeyRun()
            for piece in pieces.dropFirst() { run.append(piece.separator) }
            pieces = run.pieces(level: pieces[0].link.view.level &+ 1, links: pieces.map(\.link), .even)
            for piece in pieces { memory.add(piece.link.page) }
        }
        root = pieces[0].link
        lowerRoot()
    }

    /// A root with one child is not needed.
    mutating func lowerRoot() {
        while root.view.level > 0, root.view.count == 0 {
            memory.remove(root.page)
            root = root.view.links[0]
        }
    }
}
