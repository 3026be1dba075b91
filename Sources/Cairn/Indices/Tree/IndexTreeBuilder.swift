/// Makes a tree from keys that come in order: the fastest way there is, and the fullest pages.
package struct IndexTreeBuilder {
    private let target: Int
    /// Where the leaves go; nil for memory.
    private let pages: IndexPages?
    private var run = KeyRun()
    private var pieces: [PagePiece] = []
    private var separator: [UInt8] = []

    /// `fill` is the share of a page's room that is used, from a half to all of it; others count as the nearest. With
    /// `pages` each leaf goes into the file as soon as it is full.
    package init(fill: Double = IndexLimits.buildFill, in pages: IndexPages? = nil) {
        self.pages = pages
        let share = fill >= 0.5 ? min(fill, 1) : 0.5
        target = Int(Double(IndexLimits.maxPageBytes) * share)
    }

    /// Appends a key; one that is the same as the last is left out.
    ///
    /// Errors: `tooLarge`; `damaged` for a key before the last one; those of writing a leaf. Complexity: amortised
    /// O(length of the key).
    package mutating func append(_ key: UnsafeRawBufferPointer) throws(StateError) {
        try IndexTree.check(key.count)
        if !run.isEmpty {
            let order = run.compareLast(key)
            if order == 0 { return }
            guard order < 0 else {
                throw StateError(.damaged, "the keys of an index are out of order; rebuild the index from its records")
            }
        }
        run.append(key)
        let fresh = run.size(of: 0..<run.count)
        guard fresh > target, run.count > 1 else { return }
        try flush(0..<(run.count &- 1))
    }

    package mutating func append(_ key: [UInt8]) throws(StateError) {
        try key.withUnsafeBytes { bytes in Result { () throws(StateError) in try append(bytes) } }.get()
    }

    /// The tree. Errors: those of writing a leaf. Complexity: O(pages).
    package consuming func finish() throws(StateError) -> IndexTree {
        if !run.isEmpty { try flush(0..<run.count) }
        var tree = IndexTree()
        tree.pages = pages
        tree.plant(pieces)
        return tree
    }

    /// Makes a page of the first keys. One key may be left, which begins the next page.
    private mutating func flush(_ range: Range<Int>) throws(StateError) {
        var page = run.page(range, level: 0)
        if let pages { page = try IndexPage(ColdLeaf(pages, pages.write(page.view))) }
        var piece = PagePiece(link: ChildLink(page, count: range.count), separator: separator)
        let next = range.upperBound
        separator = next < run.count ? run.separator(before: next) : []
        // The first page is parted from none.
        if pieces.isEmpty { piece.separator = [] }
        pieces.append(piece)
        let rest = next < run.count ? run.key(next) : nil
        run.removeAll()
        if let rest { run.append(rest) }
    }
}

extension IndexTree {
    /// A tree of keys in order, each page filled to a share of its room.
    ///
    /// Errors: `tooLarge`; `damaged` for keys out of order. Complexity: O(n).
    package static func build(
        fromSorted keys: some Sequence<[UInt8]>, fill: Double = IndexLimits.buildFill
    ) throws(StateError) -> IndexTree {
        var builder = IndexTreeBuilder(fill: fill)
        for key in keys { try builder.append(key) }
        return try builder.finish()
    }
}
