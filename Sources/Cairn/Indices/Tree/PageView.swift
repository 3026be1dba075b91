/// How a page is read. A pointer and nothing else: who uses it sees to it that somebody holds the page.
///
/// ```
/// 0        72           72+p                                 capacity-2(n+1)          capacity
/// | header | prefix: p  | rest of key 0 | rest of key 1 | …  |  room  | start n … start 1, start 0 |
/// ```
/// The header has the number of keys `n`, the length of the prefix, the capacity (two bytes each), the level (one byte,
/// 0 for a leaf), one byte of zero, and hints (see ``narrowed(_:)``). Keys stand in order without gaps and without the
/// prefix that all share. `start n` is the end of the last one. Nothing in a page's bytes is a pointer: a page may go
/// to a file as it is.
///
/// A branch's keys part its children: child `i` holds what is before key `i`, and not before key `i - 1`.
package struct PageView {
    package let base: UnsafeMutableRawPointer
    /// One more than there are keys. For a leaf there are none, and the pointer leads nowhere.
    package let links: UnsafeMutablePointer<ChildLink>

    package static let headerBytes = 72

    /// Writes the header of an empty page.
    func format(level: Int, capacity: Int) {
        base.storeBytes(of: 0, as: UInt64.self)
        base.storeBytes(of: UInt16(truncatingIfNeeded: capacity), toByteOffset: 4, as: UInt16.self)
        base.storeBytes(of: UInt8(truncatingIfNeeded: level), toByteOffset: 6, as: UInt8.self)
        setStart(0, Self.headerBytes)
    }

    /// How many keys stand here.
    package var count: Int { Int(base.load(as: UInt16.self)) }
    package var prefixCount: Int { Int(base.load(fromByteOffset: 2, as: UInt16.self)) }
    package var capacity: Int { Int(base.load(fromByteOffset: 4, as: UInt16.self)) }
    /// 0 for a leaf; a branch is one above its children.
    package var level: Int { Int(base.load(fromByteOffset: 6, as: UInt8.self)) }

    func setCount(_ count: Int) { base.storeBytes(of: UInt16(truncatingIfNeeded: count), as: UInt16.self) }
    func setPrefixCount(_ count: Int) {
        base.storeBytes(of: UInt16(truncatingIfNeeded: count), toByteOffset: 2, as: UInt16.self)
    }

    /// Children of a branch.
    package var linkCount: Int { level > 0 ? count &+ 1 : 0 }

    /// Where the rest of a key begins; for the number of keys, where the last one ends.
    @inline(__always)
    package func start(_ index: Int) -> Int {
        Int(base.load(fromByteOffset: capacity &- 2 &* (index &+ 1), as: UInt16.self))
    }

    package func setStart(_ index: Int, _ start: Int) {
        let place = capacity &- 2 &* (index &+ 1)
        base.storeBytes(of: UInt16(truncatingIfNeeded: start), toByteOffset: place, as: UInt16.self)
    }

    /// Bytes in use, the header included.
    var used: Int { start(count) &+ 2 &* (count &+ 1) }

    /// What all keys here begin with.
    var prefix: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base + Self.headerBytes, count: prefixCount) }

    /// What is stored of a key beside the prefix.
    @inline(__always)
    func rest(_ index: Int) -> UnsafeRawBufferPointer {
        let start = start(index)
        return UnsafeRawBufferPointer(start: base + start, count: self.start(index &+ 1) &- start)
    }

    /// A whole key.
    package func key(_ index: Int) -> [UInt8] { Array(prefix) + Array(rest(index)) }
}

extension PageView {
    /// Where a key is, or where it belongs.
    struct Place {
        /// Of the first key that is not before it.
        var index: Int
        var isFound: Bool
        /// It begins with the page's prefix.
        var hasPrefix: Bool
    }

    /// Looks for a key. Complexity: O(log n) comparisons of mostly eight bytes.
    func find(_ key: UnsafeRawBufferPointer) -> Place {
        let prefixCount = prefixCount
        if prefixCount > 0 {
            let shared = KeyOrder.commonPrefix(prefix, key)
            if shared < prefixCount {
                let isBefore = shared == key.count || key[shared] < prefix[shared]
                return Place(index: isBefore ? 0 : count, isFound: false, hasPrefix: false)
            }
        }
        guard let start = key.baseAddress else {
            // The empty key: there is no prefix, and it can only be the first.
            return Place(index: 0, isFound: count > 0 && self.start(1) == self.start(0), hasPrefix: true)
        }
        return findRest(start + prefixCount, key.count &- prefixCount)
    }

    private func findRest(_ wanted: UnsafeRawPointer, _ wantedCount: Int) -> Place {
        let head = KeyOrder.head(wanted, wantedCount)
        let starts = base + (capacity &- 2)
        var (low, high) = narrowed(head)
        while low < high {
            let middle = (low &+ high) &>> 1
            let start = Int((starts - 2 &* middle).load(as: UInt16.self))
            let length = Int((starts - 2 &* (middle &+ 1)).load(as: UInt16.self)) &- start
            var other = UInt64(bigEndian: base.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            if length < 8 { other &= KeyOrder.mask(length) }
            if other == head {
                let order = Self.compareTails(base + start, length, wanted, wantedCount)
                if order == 0 { return Place(index: middle, isFound: true, hasPrefix: true) }
                if order < 0 { low = middle &+ 1 } else { high = middle }
            } else if other < head {
                low = middle &+ 1
            } else {
                high = middle
            }
        }
        return Place(index: low, isFound: false, hasPrefix: true)
    }

    /// Compares two keys whose heads are equal. Where one of them ends within the head, it begins the other.
    private static func compareTails(
        _ a: UnsafeRawPointer, _ aCount: Int, _ b: UnsafeRawPointer, _ bCount: Int
    ) -> Int {
        guard aCount > 8, bCount > 8 else { return aCount &- bCount }
        return KeyOrder.compare(
            UnsafeRawBufferPointer(start: a + 8, count: aCount &- 8),
            UnsafeRawBufferPointer(start: b + 8, count: bCount &- 8))
    }

    /// The child under which a key is or belongs.
    func child(for key: UnsafeRawBufferPointer) -> Int {
        let place = find(key)
        return place.isFound ? place.index &+ 1 : place.index
    }
}
