/// Where a leaf stands in a file of pages, and the sum that its bytes must have.
package struct PagePlace: Sendable, Hashable {
    package var slot: UInt32
    package var sum: UInt64
}

/// A leaf that is in the file and not in memory. As long as a tree holds it, nothing else is written to its place.
final class ColdLeaf: Sendable {
    let pages: IndexPages
    let place: PagePlace

    init(_ pages: IndexPages, _ place: PagePlace) { (self.pages, self.place) = (pages, place) }

    deinit { pages.giveBack(place.slot) }

    /// The leaf as it was written; nil where it cannot be read, which the pages remember.
    func read() -> IndexPage? { pages.page(at: place) }
}

extension PageView {
    /// Byte 7 of the header tells leaves apart that are in a file: their view shows no keys, and its `links` lead to
    /// the ``ColdLeaf``.
    private static let coldMark = 7

    @inline(__always)
    var isCold: Bool { base.load(fromByteOffset: Self.coldMark, as: UInt8.self) != 0 }

    /// Where the leaf is, if it is not here. Whoever asks holds the page that this is the view of.
    var coldLeaf: ColdLeaf? {
        guard isCold else { return nil }
        return Unmanaged<ColdLeaf>.fromOpaque(UnsafeRawPointer(links)).takeUnretainedValue()
    }

    /// What all leaves in files look like: empty ones.
    // unsafe: it is written once, before anybody has it
    private nonisolated(unsafe) static let cold: UnsafeMutableRawPointer = {
        let capacity = headerBytes + 2
        let base = UnsafeMutableRawPointer.allocate(byteCount: capacity + 8, alignment: 16)
        base.initializeMemory(as: UInt8.self, repeating: 0, count: capacity + 8)
        PageView(base: base, links: base.assumingMemoryBound(to: ChildLink.self)).format(level: 0, capacity: capacity)
        base.storeBytes(of: 1, toByteOffset: coldMark, as: UInt8.self)
        return base
    }()

    init(_ leaf: ColdLeaf) {
        let links = UnsafeMutableRawPointer(Unmanaged.passUnretained(leaf).toOpaque())
        self.init(base: Self.cold, links: links.assumingMemoryBound(to: ChildLink.self))
    }

    /// Reads a leaf, from the file where it is not in memory. One that cannot be read is shown as an empty one, and the
    /// tree has a fault from then on.
    @inline(__always)
    func reading<R>(_ body: (PageView) -> R) -> R {
        guard isCold else { return body(self) }
        let page = coldLeaf?.read() ?? IndexPage(level: 0, bytes: 0, links: 0)
        return withExtendedLifetime(page) { body(page.view) }
    }
}
