/// What becomes of a branch when some of its children are replaced: a plan, and its performance.
struct BranchEdit {
    private let range: Range<Int>
    private let pieces: [PagePiece]
    /// Keys that go, and those that come in their place.
    private let oldKeys: Range<Int>
    private let newKeys: [[UInt8]]
    /// What the branch takes up afterwards, if it stays one page.
    let bytes: Int
    let links: Int
    /// It stays one page, and can be changed in place.
    let fits: Bool
    private let isAtEnd: Bool

    init(_ branch: PageView, _ range: Range<Int>, _ pieces: [PagePiece]) {
        self.range = range
        self.pieces = pieces
        if pieces.isEmpty {
            // A child that goes takes the key before it along, the first one the key behind it.
            let first = max(range.lowerBound &- 1, 0)
            oldKeys = first..<min(first &+ range.count, branch.count)
        } else {
            oldKeys = range.lowerBound..<(range.upperBound &- 1)
        }
        newKeys = pieces.dropFirst().map(\.separator)
        let prefixCount = branch.prefixCount
        var size = branch.used &- (branch.start(oldKeys.upperBound) &- branch.start(oldKeys.lowerBound))
        size &+= 2 &* (newKeys.count &- oldKeys.count)
        var havePrefix = true
        for key in newKeys {
            size &+= key.count &- prefixCount
            havePrefix = havePrefix && key.withUnsafeBytes { KeyOrder.commonPrefix($0, branch.prefix) } == prefixCount
        }
        bytes = size
        links = branch.linkCount &- range.count &+ pieces.count
        fits = havePrefix && size <= IndexLimits.maxPageBytes && links <= IndexLimits.maxChildren
        isAtEnd = range.upperBound == branch.linkCount && pieces.count > range.count
    }

    /// Changes the branch in place. Only for what fits, and has room.
    func perform(on branch: PageView) {
        let linkCount = branch.linkCount
        for index in oldKeys.reversed() { branch.remove(at: index) }
        for (index, key) in newKeys.enumerated() {
            key.withUnsafeBytes { branch.insert(key: $0, at: oldKeys.lowerBound &+ index) }
        }
        branch.replaceLinks(range, of: linkCount, with: pieces.map(\.link))
    }

    /// The pages that the branch becomes. At the end of it keys come in order, and the first page stays full.
    func pieces(of branch: PageView) -> [PagePiece] {
        var run = KeyRun()
        run.append(branch, 0..<oldKeys.lowerBound)
        for key in newKeys { run.append(key) }
        run.append(branch, oldKeys.upperBound..<branch.count)
        let old = UnsafeBufferPointer(start: branch.links, count: branch.linkCount)
        let all = Array(old[..<range.lowerBound]) + pieces.map(\.link) + Array(old[range.upperBound...])
        let fill: KeyRun.Fill = isAtEnd ? .upTo(IndexLimits.maxPageBytes) : .even
        return run.pieces(level: branch.level, links: all, fill)
    }
}
