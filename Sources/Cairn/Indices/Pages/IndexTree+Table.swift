/// Trees that go into a table of leaves, and come out of it.
extension IndexTree {
    /// All leaves in order, each in the file: those that are in memory are written.
    ///
    /// - Throws: those of writing; `.damaged` where leaves are in another file.
    func leaves(in pages: IndexPages) throws(StateError) -> [IndexTable.Leaf] {
        var leaves: [IndexTable.Leaf] = []
        if !isEmpty { try Self.collect(root, [], pages, &leaves) }
        return leaves
    }

    /// Recursion ends with the levels.
    private static func collect(
        _ link: ChildLink, _ separator: [UInt8], _ pages: IndexPages, _ leaves: inout [IndexTable.Leaf]
    ) throws(StateError) {
        let view = link.view
        if view.level > 0 {
            for child in 0..<view.linkCount {
                try collect(view.links[child], child == 0 ? separator : view.key(child - 1), pages, &leaves)
            }
        } else if let cold = link.page.cold {
            guard cold.pages === pages else {
                throw StateError(.damaged, "leaves of an index are in two files; it is built again")
            }
            leaves.append(IndexTable.Leaf(place: cold.place, count: link.count, separator: separator))
        } else {
            leaves.append(IndexTable.Leaf(place: try pages.write(view), count: link.count, separator: separator))
        }
    }

    /// The tree of leaves that are all in the file.
    init(_ leaves: [IndexTable.Leaf], in pages: IndexPages) {
        self.init()
        self.pages = pages
        guard !leaves.isEmpty else { return }
        plant(
            leaves.map { leaf in
                let link = ChildLink(IndexPage(ColdLeaf(pages, leaf.place)), count: leaf.count)
                return PagePiece(link: link, separator: leaf.separator)
            })
    }
}
