/// One page of a tree: its bytes, and below a branch the pages it leads to.
///
/// Several trees may hold a page; it is changed only by one that holds it alone, through its ``view``.
// unsafe: whoever holds a page together with others only reads it
package final class IndexPage: @unchecked Sendable {
    package let view: PageView
    /// For how many links there is room; 0 for a leaf.
    let linkRoom: Int
    /// Where the leaf is, if it is in a file and not here; nil for all others.
    let cold: ColdLeaf?

    /// An empty page of `level` with room for `bytes` and `links`.
    init(level: Int, bytes: Int, links: Int) {
        let capacity = Self.capacity(for: bytes)
        // A search loads eight bytes from the beginning of any key, the last one included.
        let base = UnsafeMutableRawPointer.allocate(byteCount: capacity &+ 8, alignment: 16)
        linkRoom = level > 0 ? (links &+ 15) / 16 &* 16 : 0
        let first =
            level > 0
            ? UnsafeMutablePointer<ChildLink>.allocate(capacity: linkRoom)
            : base.assumingMemoryBound(to: ChildLink.self)
        view = PageView(base: base, links: first)
        cold = nil
        view.format(level: level, capacity: capacity)
    }

    /// What stands in a tree for a leaf that is in a file.
    init(_ leaf: ColdLeaf) {
        linkRoom = 0
        cold = leaf
        view = PageView(leaf)
    }

    deinit {
        if cold != nil { return }
        if view.level > 0 {
            view.links.deinitialize(count: view.linkCount)
            view.links.deallocate()
        }
        view.base.deallocate()
    }

    /// The memory that this page takes up.
    var footprint: Int {
        if cold != nil { return IndexLimits.coldLeafBytes }
        return view.capacity &+ 16 &+ linkRoom &* MemoryLayout<ChildLink>.stride &+ IndexLimits.pageOverheadBytes
    }

    /// A page with the same content and room for at least so many bytes and links.
    func copied(bytes: Int, links: Int) -> IndexPage {
        let copy = IndexPage(level: view.level, bytes: max(bytes, view.used), links: max(links, view.linkCount))
        if view.level > 0 { copy.view.links.initialize(from: view.links, count: view.linkCount) }
        copy.view.take(bytesOf: view)
        return copy
    }

    /// The same, as large as it is.
    func copied() -> IndexPage { copied(bytes: view.capacity, links: linkRoom) }

    /// Whole steps, a little less than a power of two where that is the largest.
    private static func capacity(for bytes: Int) -> Int {
        let step = IndexLimits.pageStepBytes
        return (bytes &+ 16 &+ step &- 1) / step &* step &- 16
    }
}

/// What a branch knows of a child. A reader follows `view` alone and never counts references.
package struct ChildLink {
    /// Keeps the child alive.
    package var page: IndexPage
    package let view: PageView
    /// Keys at or below the child.
    package var count: Int

    init(_ page: IndexPage, count: Int) {
        self.page = page
        view = page.view
        self.count = count
    }
}
