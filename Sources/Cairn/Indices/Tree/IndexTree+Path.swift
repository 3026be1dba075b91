/// Pages along a path: which are one's own, and where they hang.
extension IndexTree {
    /// The page at `depth`; the root is at 0.
    func view(at depth: Int, _ path: PagePath) -> PageView {
        var view = root.view
        for step in 0..<depth { view = view.links[path[step]].view }
        return view
    }

    /// Makes each page on the path this value's own, copying those that others hold too, and adds to their counts.
    /// Gives the leaf, or the page that is so many levels above it. Complexity: O(height), and a page's copy where it
    /// is shared.
    @discardableResult
    mutating func own(_ path: PagePath, adding change: Int, above levels: Int = 0) -> PageView {
        if !isKnownUniquelyReferenced(&root.page) { root = ChildLink(root.page.copied(), count: root.count) }
        root.count &+= change
        var view = root.view
        for depth in 0..<max(0, view.level &- levels) {
            let child = view.links + path[depth]
            if !isKnownUniquelyReferenced(&child.pointee.page) {
                child.pointee = ChildLink(child.pointee.page.copied(), count: child.pointee.count)
            }
            child.pointee.count &+= change
            view = child.pointee.view
        }
        return view
    }

    /// What leads to the page at `depth`.
    func link(at depth: Int, _ path: PagePath) -> ChildLink {
        depth == 0 ? root : view(at: depth &- 1, path).links[path[depth &- 1]]
    }

    /// Hangs another page where the one at `depth` was, with as many keys below it.
    mutating func hang(_ page: IndexPage, at depth: Int, _ path: PagePath) {
        let old = link(at: depth, path)
        memory.remove(old.page)
        memory.add(page)
        let link = ChildLink(page, count: old.count)
        if depth == 0 { root = link } else { view(at: depth &- 1, path).links[path[depth &- 1]] = link }
    }

    /// Gives the page at `depth` other room, and the page that is there now.
    @discardableResult
    mutating func resize(at depth: Int, _ path: PagePath, bytes: Int, links: Int) -> PageView {
        let page = link(at: depth, path).page.copied(bytes: bytes, links: links)
        hang(page, at: depth, path)
        return page.view
    }
}
