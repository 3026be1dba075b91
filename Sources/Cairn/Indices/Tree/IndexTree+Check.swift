/// The tree examined by rules that its own code does not use.
extension IndexTree {
    /// What is wrong with the tree, in words; nothing if it is sound. Complexity: O(n).
    package func findings() -> [String] {
        var examination = TreeExamination()
        withExtendedLifetime(root.page) {
            examination.examine(root, lower: nil, upper: nil)
            if root.view.level > 0, root.view.count == 0 { examination.say(root.view, "a root with one child") }
        }
        let (found, said) = (examination.memory, memory)
        if found.all != said.all || found.leaves != said.leaves {
            examination.findings.append("takes up \(found) bytes and says \(said)")
        }
        return examination.findings
    }
}

/// Walks a tree and collects what is wrong.
private struct TreeExamination {
    var findings: [String] = []
    var memory = PageMemory()
    /// As many as anybody reads.
    private static let maxFindings = 20

    mutating func say(_ page: PageView, _ what: String) {
        guard findings.count < Self.maxFindings else { return }
        findings.append("level \(page.level): \(what)")
    }

    /// Examines a page and all below it, whose keys must be at or behind `lower` and before `upper`. Recursion ends
    /// with the levels, which must fall.
    mutating func examine(_ link: ChildLink, lower: [UInt8]?, upper: [UInt8]?) {
        memory.add(link.page)
        if let cold = link.page.cold {
            guard let page = cold.read() else { return say(link.view, "a leaf cannot be read") }
            examine(page.view, link.count, lower, upper)
        } else {
            examine(link.view, link.count, lower, upper)
        }
    }

    private mutating func examine(_ page: PageView, _ counted: Int, _ lower: [UInt8]?, _ upper: [UInt8]?) {
        if let trouble = page.malformation { return say(page, trouble) }
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
            if counted != page.count { say(page, "\(page.count) keys, counted as \(counted)") }
        } else {
            examineChildren(of: page, counted, [lower] + keys.map { $0 } + [upper])
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
            if child.count == 0 { say(page, "a child without keys") }
            // Those in files are not looked at by writers who stay away from them.
            if page.level == 1, index + 1 < page.linkCount, !child.view.isCold, !page.links[index + 1].view.isCold,
                child.view.isFormed, page.links[index + 1].view.isFormed,
                IndexTree.mergedBytes(page, index) <= IndexLimits.smallPageBytes
            {
                say(page, "two small neighbours were not merged")
            }
        }
        if total != counted { say(page, "\(total) keys below, counted as \(counted)") }
        if page.linkCount > IndexLimits.maxChildren { say(page, "\(page.linkCount) children") }
    }
}
