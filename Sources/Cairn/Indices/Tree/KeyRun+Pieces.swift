/// A page to be hung into a branch.
struct PagePiece {
    var link: ChildLink
    /// Parts it from the piece before; the first piece has none.
    var separator: [UInt8] = []
}

extension KeyRun {
    /// How full pages are made.
    enum Fill {
        /// As few as will do, all about as full.
        case even
        /// Up to this many bytes; only the last one has less.
        case upTo(Int)
    }

    /// The pages of a run that is not empty. `links` are the children of a branch, one more than there are keys; the
    /// key between two branches moves up. Complexity: O(bytes of the run).
    func pieces(level: Int, links: [ChildLink] = [], _ fill: Fill) -> [PagePiece] {
        let ranges = cuts(isBranch: level > 0, fill)
        return ranges.enumerated().map { index, range in
            if level == 0 {
                let link = ChildLink(page(range, level: 0), count: range.count)
                return PagePiece(link: link, separator: index > 0 ? separator(before: range.lowerBound) : [])
            }
            let children = links[range.lowerBound...range.upperBound]
            let total = children.reduce(0) { $0 &+ $1.count }
            let link = ChildLink(page(range, level: level, links: children), count: total)
            return PagePiece(link: link, separator: index > 0 ? key(range.lowerBound &- 1) : [])
        }
    }

    /// Which keys go into which page.
    private func cuts(isBranch: Bool, _ fill: Fill) -> [Range<Int>] {
        let target = targetBytes(fill)
        let maxKeys = isBranch ? IndexLimits.maxChildren &- 1 : Int.max
        let targetKeys = isBranch ? self.targetKeys(fill) : Int.max
        var ranges: [Range<Int>] = []
        var low = 0
        var before = 0
        var index = 0
        while index < count {
            let size = size(of: low..<(index &+ 1))
            let isOver = size > IndexLimits.maxPageBytes || index &- low >= maxKeys
            let isEnough = index > low && (before >= target || index &- low >= targetKeys)
            // A branch's key at the cut moves up, and at least one must follow it.
            let isLast = isBranch && index == count &- 1
            if isOver || (isEnough && !isLast) {
                let cut = isLast ? index &- 1 : index
                ranges.append(low..<cut)
                low = isBranch ? cut &+ 1 : cut
                index = low
                before = 0
                continue
            }
            before = size
            index &+= 1
        }
        ranges.append(low..<count)
        return ranges
    }

    private func targetBytes(_ fill: Fill) -> Int {
        switch fill {
        case .upTo(let bytes): return bytes
        case .even:
            let total = size(of: 0..<count)
            let pages = (total &+ IndexLimits.maxPageBytes &- 1) / IndexLimits.maxPageBytes
            return pages > 1 ? total / pages : Int.max
        }
    }

    private func targetKeys(_ fill: Fill) -> Int {
        guard case .even = fill else { return Int.max }
        let pages = (count &+ IndexLimits.maxChildren) / IndexLimits.maxChildren
        return (count &+ pages &- 1) / pages
    }
}
