import Cairn
import Testing

extension IndexTreeTests {
    /// The examination that all other tests trust must see what is broken.
    @Suite struct Findings {
        /// Three levels, a branch at the top.
        private func tree() throws -> IndexTree {
            var dice = Dice(seed: 41)
            let end = [UInt8](repeating: 9, count: 90)
            let keys = (0..<9_500 as Range<UInt64>).map {
                KeyGarden.number($0 * 7 + 1) + KeyGarden.number(dice.next()) + end
            }
            let tree = try IndexTree.build(fromSorted: keys)
            try #require(tree.height == 3 && tree.findings() == [])
            return tree
        }

        private func leaf(of tree: IndexTree) -> PageView { tree.root.view.links[1].view.links[2].view }

        /// Breaks one thing and expects to hear of it.
        private func expectFound(_ words: String, _ breakIt: (IndexTree) -> Void) throws {
            let tree = try tree()
            breakIt(tree)
            let findings = tree.findings()
            #expect(findings.contains { $0.contains(words) }, "\(findings)")
        }

        @Test func `keys in the wrong order are found`() throws {
            try expectFound("stands before") { tree in
                let leaf = leaf(of: tree)
                leaf.base.storeBytes(of: 0xFF, toByteOffset: leaf.start(3), as: UInt8.self)
            }
        }

        @Test func `a key outside of its page's bounds is found`() throws {
            try expectFound("bound") { tree in
                let leaf = leaf(of: tree)
                leaf.base.storeBytes(of: 0, toByteOffset: leaf.start(0), as: UInt8.self)
            }
        }

        @Test func `a wrong prefix is found`() throws {
            try expectFound("bound") { tree in
                let leaf = leaf(of: tree)
                #expect(leaf.prefixCount > 0)
                leaf.base.storeBytes(of: 0x77, toByteOffset: PageView.headerBytes, as: UInt8.self)
            }
        }

        @Test func `a wrong hint is found`() throws {
            try expectFound("hint") { self.leaf(of: $0).setHint(7, 1) }
        }

        @Test func `a wrong key of a branch is found`() throws {
            try expectFound("bound") { tree in
                let branch = tree.root.view.links[0].view
                branch.base.storeBytes(of: 0xFF, toByteOffset: branch.start(5), as: UInt8.self)
            }
        }

        @Test func `wrong counts are found`() throws {
            try expectFound("counted as") { $0.root.view.links[1].count += 1 }
            try expectFound("counted as") { $0.root.view.links[1].view.links[2].count -= 1 }
        }

        @Test func `starts that lead nowhere are found`() throws {
            try expectFound("ends before") { self.leaf(of: $0).setStart(4, 1) }
            try expectFound("header") { self.leaf(of: $0).setStart(0, 4000) }
            try expectFound("do not fit") { tree in
                let leaf = leaf(of: tree)
                leaf.setStart(leaf.count, leaf.capacity + 1)
            }
        }

        @Test func `small neighbours and wrong sums of memory are found`() throws {
            try expectFound("not merged") { tree in
                // A page that says it holds fewer keys; its neighbour likewise.
                for child in [2, 3] {
                    let leaf = tree.root.view.links[1].view.links[child].view
                    leaf.base.storeBytes(of: 3, as: UInt16.self)
                }
            }
            try expectFound("bytes and says") { $0.root.view.links[1] = $0.root.view.links[0] }
        }
    }
}
