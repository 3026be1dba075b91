/// A set of byte strings in the order of their bytes: what every index of the store stands on.
///
/// A B+tree of pages with at most 4 KiB. A copy of the value is a snapshot: it costs a reference, never changes, and
/// may be read by other threads while the original goes on; the first change after it copies the pages on its path,
/// later ones do not. Docs/Decisions says why.
// unsafe: a page is changed only through the one value that holds it alone, all the way from its root; all others read
package struct IndexTree: @unchecked Sendable {
    /// The topmost page.
    package internal(set) var root: ChildLink
    var memory = PageMemory()
    /// The file that has some of the leaves; nil where all are in memory.
    var pages: IndexPages?

    package init() {
        let page = IndexPage(level: 0, bytes: 0, links: 0)
        root = ChildLink(page, count: 0)
        memory.add(page)
    }

    /// Memory of all pages, shared ones included. Complexity: O(1).
    package var byteCount: Int { memory.all }
    /// Memory of the leaves that are not in a file. Complexity: O(1).
    package var leafBytes: Int { memory.leaves }
    /// Why leaves cannot be read that are in a file. Whoever asks the tree must look here before answering: such leaves
    /// count as empty.
    package var fault: StateError? { pages?.fault }

    /// How many keys there are. Complexity: O(1).
    package var count: Int { root.count }
    package var isEmpty: Bool { root.count == 0 }
    /// Pages from the root to a leaf.
    package var height: Int { root.view.level &+ 1 }

    /// Whether `key` is in the set. Complexity: O(log n).
    package func contains(_ key: UnsafeRawBufferPointer) -> Bool {
        withExtendedLifetime(root.page) {
            var view = root.view
            while view.level > 0 { view = view.links[view.child(for: key)].view }
            return view.reading { $0.find(key).isFound }
        }
    }

    package func contains(_ key: [UInt8]) -> Bool { key.withUnsafeBytes { contains($0) } }

    /// The least key. Complexity: O(log n).
    package var first: [UInt8]? {
        withExtendedLifetime(root.page) {
            var view = root.view
            while view.level > 0 { view = view.links[0].view }
            return view.reading { $0.count > 0 ? $0.key(0) : nil }
        }
    }

    /// The greatest key. Complexity: O(log n).
    package var last: [UInt8]? {
        withExtendedLifetime(root.page) {
            var view = root.view
            while view.level > 0 { view = view.links[view.count].view }
            return view.reading { $0.count > 0 ? $0.key($0.count &- 1) : nil }
        }
    }

    /// Adds a key; false if it was there.
    ///
    /// Errors: `tooLarge` for a key beyond ``IndexLimits/maxKeyBytes``; those of reading a leaf that is in a file.
    /// Complexity: O(log n); the first change after a copy of the value copies a page per level.
    @discardableResult
    package mutating func insert(_ key: UnsafeRawBufferPointer) throws(StateError) -> Bool {
        try Self.check(key.count)
        guard height < IndexLimits.maxHeight else { throw Self.tooHigh }
        var path = PagePath()
        guard let place = locateThawed(key, &path) else { throw unreadable }
        if place.isFound { return false }
        let leaf = own(path, adding: 1)
        if place.hasPrefix, leaf.hasRoom(for: key) {
            leaf.insert(key: key, at: place.index)
        } else {
            makeRoom(for: key, at: place, path)
        }
        return true
    }

    @discardableResult
    package mutating func insert(_ key: [UInt8]) throws(StateError) -> Bool {
        try key.withUnsafeBytes { bytes in Result { () throws(StateError) in try insert(bytes) } }.get()
    }

    /// Takes a key out; false if it was not there, or cannot be read. Complexity: as for ``insert(_:)``.
    @discardableResult
    package mutating func remove(_ key: UnsafeRawBufferPointer) -> Bool {
        var path = PagePath()
        guard let place = locateThawed(key, &path), place.isFound else { return false }
        let leaf = own(path, adding: -1)
        leaf.remove(at: place.index)
        let used = leaf.used
        if leaf.capacity &- used >= IndexLimits.slackBytes {
            resize(at: root.view.level, path, bytes: used, links: 0)
        }
        if used <= IndexLimits.smallPageBytes { settle(path, from: root.view.level) }
        return true
    }

    @discardableResult
    package mutating func remove(_ key: [UInt8]) -> Bool { key.withUnsafeBytes { remove($0) } }

    /// Errors: `tooLarge`.
    static func check(_ keyBytes: Int) throws(StateError) {
        guard keyBytes > IndexLimits.maxKeyBytes else { return }
        throw StateError(
            .tooLarge,
            "an index key has \(keyBytes) bytes and may have \(IndexLimits.maxKeyBytes); index a part of the value"
        )
    }

    /// Beyond what memory can hold.
    static var tooHigh: StateError {
        StateError(.exhausted, "an index has more levels than \(IndexLimits.maxHeight); rebuild it")
    }

    /// The way to a key's leaf, and the leaf.
    func descend(to key: UnsafeRawBufferPointer, _ path: inout PagePath) -> PageView {
        var view = root.view
        var depth = 0
        while view.level > 0 {
            let child = view.child(for: key)
            path[depth] = child
            depth &+= 1
            view = view.links[child].view
        }
        return view
    }
}
