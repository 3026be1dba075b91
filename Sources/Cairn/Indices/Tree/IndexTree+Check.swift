/// The tree examined by rules that its own code does not use.
extension IndexTree {
    /// What is wrong with the tree, in words; nothing if it is sound. Complexity: O(n).
    package func findings() -> [String] {
        var examination = TreeExamination()
        withExtendedLifetime(root.page) {
            examination.examine(root, lower: nil, upper: nil)
            if root.view.level > 0, root.view.count == 0 { examination.say(root.view, "a root with one child") }
        }
        if examination.footprint != byteCount {
            examination.findings.append("takes up \(examination.footprint) bytes and says \(byteCount)")
        }
        return examination.findings
    }
}

/// Walks a tree and collects what is wrong.
private struct TreeExamination {
    var findings: [String] = []
    var footprint = 0
    /// As many as anybody reads.
    private static let maxFindings = 20

    mutating func say(_ page: PageView, _ what: String) {
        guard findings.count < Self.maxFindings else { return }
        findings.append("level \(page.level): \(what)")
    }

    /// Examines a page and all below it, whose keys must be at or behind `lower` and before `upper`. Recursion ends
    /// with the levels, which must fall.
    mutating func examine(_ link: ChildLink, lower: [UInt8]?, upper: [UInt8]?) {
        let page = link.view
        footprint &+= link.page.footprint
        guard isFormed(page) else { return }
        if !page.hasRightHints { say(page, "a hint is not of its key") }
        let keys = (0..<page.count).map { page.key($0) }
        for (key, next) in zip(keys, keys.dropFirst()) where KeyOrder.compare(key, next) >= 0 {
            say(page, "\(key) stands before \(next)")
        }
        for key in keys {
            if let lower, KeyOrder.compare(key, lower) < 0 { say(page, "\(key) is before the page's bound \(lower)") }
            if let upper, KeyOrder.compare(key, upper) >= 0 { say(page, "\(key) is not before the bound \(upper)") }
            if key.count > IndexLimits.maxKeyBytes { say(page, "a key has \(key.count) bytes") }
        }
        if page.level == 0 {
            if link.count != page.count { say(page, "\(page.count) keys, counted as \(link.count)") }
        } else {
            examineChildren(of: page, link.count, [lower] + keys.map { $0 } + [upper])
        }
    }

    private mutating func examineChildren(of page: PageView, _ counted: Int, _ bounds: [[UInt8]?]) {
        var total = 0
        for index in 0..<page.linkCount {
            let child = page.links[index]
            total &+= child.count
            guard child.view.level == page.level - 1 else {
                say(page, "a child of level \(child.view.level)")
                continue
            }
            examine(child, lower: bounds[index], upper: bounds[index + 1])
            if child.view.count == 0 { say(page, "a child without keys") }
            if page.level == 1, index + 1 < page.linkCount, isFormed(child.view), isFormed(page.links[index + 1].view),
                IndexTree.mergedBytes(page, index) <= IndexLimits.smallPageBytes
            {
                say(page, "two small neighbours were not merged")
            }
        }
        if total != counted { say(page, "\(total) keys below, counted as \(counted)") }
        if page.linkCount > IndexLimits.maxChildren { say(page, "\(page.linkCount) children") }
    }

    /// The header and the starts lead nowhere outside of the page.
    private mutating func isFormed(_ page: PageView) -> Bool {
        let first = PageView.headerBytes + page.prefixCount
        guard page.capacity <= IndexLimits.maxPageBytes, page.level < IndexLimits.maxHeight,
            2 * (page.count + 1) <= page.capacity, first <= page.capacity, page.start(0) == first
        else {
            say(page, "the header does not fit the page")
            return false
        }
        for index in 0..<page.count where page.start(index + 1) < page.start(index) {
            say(page, "key \(index) ends before it begins")
            return false
        }
        guard page.used <= page.capacity else {
            say(page, "the keys do not fit the page")
            return false
        }
        return true
    }
}
