/// Changes of a page in place. Whoever makes them holds the page alone and has seen to it that there is room.
extension PageView {
    /// Puts the rest of a key, which begins with the prefix, before the key at `index`.
    func insert(_ rest: UnsafeRawBufferPointer, at index: Int) {
        let count = count
        let start = start(index)
        let length = rest.count
        (base + (start &+ length)).copyMemory(from: base + start, byteCount: self.start(count) &- start)
        if let source = rest.baseAddress, length > 0 { (base + start).copyMemory(from: source, byteCount: length) }
        // Starts lie backwards: those behind the key move one place towards the beginning, and point further on.
        let starts = (base + (capacity &- 2 &* (count &+ 1))).assumingMemoryBound(to: UInt16.self)
        let moved = starts - 1
        let distance = UInt16(truncatingIfNeeded: length)
        for place in 0..<(count &- index &+ 1) { moved[place] = starts[place] &+ distance }
        setCount(count &+ 1)
        updateHints(from: index, countBefore: count)
    }

    /// Takes out the key at `index`.
    func remove(at index: Int) {
        let count = count
        let start = start(index)
        let next = self.start(index &+ 1)
        (base + start).copyMemory(from: base + next, byteCount: self.start(count) &- next)
        let distance = UInt16(truncatingIfNeeded: next &- start)
        let starts = (base + (capacity &- 2 &* (count &+ 1))).assumingMemoryBound(to: UInt16.self)
        var place = count &- index
        while place > 0 {
            starts[place] = starts[place &- 1] &- distance
            place &-= 1
        }
        setCount(count &- 1)
        updateHints(from: index, countBefore: count)
    }

    /// Hints before a change stay right as long as they are of the same keys.
    private func updateHints(from index: Int, countBefore: Int) {
        updateHints(from: Self.hintDistance(count) == Self.hintDistance(countBefore) ? index : 0)
    }

    /// A key that has the prefix fits in place.
    func hasRoom(for key: UnsafeRawBufferPointer) -> Bool {
        used &+ key.count &- prefixCount &+ 2 <= capacity
    }

    /// Inserts a key that begins with the prefix.
    func insert(key: UnsafeRawBufferPointer, at index: Int) {
        insert(UnsafeRawBufferPointer(rebasing: key[prefixCount...]), at: index)
    }

    /// Takes over header, keys and starts of another page into a fresh one that is large enough.
    func take(bytesOf other: PageView) {
        let count = other.count
        (base + Self.headerBytes).copyMemory(
            from: other.base + Self.headerBytes, byteCount: other.start(count) &- Self.headerBytes)
        let bytes = 2 &* (count &+ 1)
        (base + (capacity &- bytes)).copyMemory(from: other.base + (other.capacity &- bytes), byteCount: bytes)
        setPrefixCount(other.prefixCount)
        setCount(count)
        updateHints()
    }

    /// Puts `fresh` where the children `range` were. The number of keys is the caller's to put right.
    func replaceLinks(_ range: Range<Int>, of count: Int, with fresh: some Collection<ChildLink>) {
        let tail = count &- range.upperBound
        (links + range.lowerBound).deinitialize(count: range.count)
        (links + (range.lowerBound &+ fresh.count)).shift(from: links + range.upperBound, count: tail)
        for (index, link) in fresh.enumerated() { (links + (range.lowerBound &+ index)).initialize(to: link) }
    }
}

extension UnsafeMutablePointer {
    /// Moves values to a place that may overlap the old one; what lies there counts as not initialised.
    fileprivate func shift(from source: UnsafeMutablePointer, count: Int) {
        if count > 0, self != source { moveInitialize(from: source, count: count) }
    }
}
