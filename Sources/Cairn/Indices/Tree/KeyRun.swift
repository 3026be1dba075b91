/// Sorted keys on their way into pages, written out behind a stem that all of them share.
struct KeyRun {
    private let stem: [UInt8]
    private var bytes: [UInt8] = []
    private var starts = [0]

    init(stem: [UInt8] = []) { self.stem = stem }

    var count: Int { starts.count &- 1 }
    var isEmpty: Bool { count == 0 }

    /// Appends a key that begins with the stem.
    mutating func append(_ key: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: key.dropFirst(stem.count)))
        starts.append(bytes.count)
    }

    mutating func append(_ key: [UInt8]) { key.withUnsafeBytes { append($0) } }

    /// Appends keys of a page whose prefix begins with the stem.
    mutating func append(_ page: PageView, _ range: Range<Int>) {
        let head = UnsafeRawBufferPointer(rebasing: page.prefix.dropFirst(stem.count))
        for index in range {
            bytes.append(contentsOf: head)
            bytes.append(contentsOf: page.rest(index))
            starts.append(bytes.count)
        }
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        starts.removeSubrange(1...)
    }

    /// A key without the stem, for the length of the call.
    private func withRest<R>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[starts[index]..<starts[index &+ 1]])) }
    }

    func key(_ index: Int) -> [UInt8] { stem + bytes[starts[index]..<starts[index &+ 1]] }

    /// The last key is before, the same as or after `key`: negative, zero, positive. Only for a run without a stem.
    func compareLast(_ key: UnsafeRawBufferPointer) -> Int {
        withRest(count &- 1) { KeyOrder.compare($0, key) }
    }

    /// How many bytes two keys share behind the stem.
    private func shared(_ left: Int, _ right: Int) -> Int {
        withRest(left) { left in withRest(right) { KeyOrder.commonPrefix(left, $0) } }
    }

    /// The shortest key that is after the one before `index` and not after the one there.
    func separator(before index: Int) -> [UInt8] {
        let end = starts[index] &+ shared(index &- 1, index) &+ 1
        return stem + bytes[starts[index]..<min(end, starts[index &+ 1])]
    }

    /// What a page of these keys takes up. Complexity: O(length of a key), because they are sorted.
    func size(of range: Range<Int>) -> Int {
        guard let last = range.last else { return PageView.headerBytes &+ 2 }
        let shared = shared(range.lowerBound, last)
        let rests = starts[range.upperBound] &- starts[range.lowerBound] &- shared &* range.count
        return PageView.headerBytes &+ stem.count &+ shared &+ rests &+ 2 &* (range.count &+ 1)
    }

    /// A page of these keys, with its links if `level` is above 0: one more than there are keys.
    func page(_ range: Range<Int>, level: Int, links: ArraySlice<ChildLink> = []) -> IndexPage {
        let shared = range.isEmpty ? 0 : shared(range.lowerBound, range.upperBound &- 1)
        let prefixCount = range.isEmpty ? 0 : stem.count &+ shared
        let page = IndexPage(level: level, bytes: size(of: range), links: links.count)
        let view = page.view
        var place = PageView.headerBytes
        func put(_ source: UnsafeRawBufferPointer) {
            guard let start = source.baseAddress, source.count > 0 else { return }
            (view.base + place).copyMemory(from: start, byteCount: source.count)
            place &+= source.count
        }
        if !range.isEmpty {
            stem.withUnsafeBytes { put($0) }
            withRest(range.lowerBound) { put(UnsafeRawBufferPointer(rebasing: $0[..<shared])) }
        }
        view.setStart(0, place)
        for (index, key) in range.enumerated() {
            withRest(key) { put(UnsafeRawBufferPointer(rebasing: $0[shared...])) }
            view.setStart(index &+ 1, place)
        }
        for (index, link) in links.enumerated() { (view.links + index).initialize(to: link) }
        view.setPrefixCount(prefixCount)
        view.setCount(range.count)
        view.updateHints()
        return page
    }
}
