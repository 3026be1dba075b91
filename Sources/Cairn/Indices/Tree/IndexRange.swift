/// One end of a range of keys.
package enum IndexBound: Sendable, Hashable {
    /// There is no end on this side.
    case unbounded
    case inclusive([UInt8])
    case exclusive([UInt8])
}

/// Keys between two bounds. One whose lower bound is above its upper bound holds nothing.
package struct IndexRange: Sendable, Hashable {
    /// A place between two keys: before or after one that need not exist. No place is the beginning or the end.
    struct Cut: Sendable, Hashable {
        var key: [UInt8]
        var isAfter: Bool

        /// Negative, zero or positive, as this place is before, the same as or behind the other.
        func compare(_ other: Cut) -> Int {
            let order = KeyOrder.compare(key, other.key)
            return order != 0 ? order : (isAfter ? 1 : 0) &- (other.isAfter ? 1 : 0)
        }
    }

    let lower: Cut?
    let upper: Cut?

    package init(from lower: IndexBound = .unbounded, to upper: IndexBound = .unbounded) {
        switch lower {
        case .unbounded: self.lower = nil
        case .inclusive(let key): self.lower = Cut(key: key, isAfter: false)
        case .exclusive(let key): self.lower = Cut(key: key, isAfter: true)
        }
        switch upper {
        case .unbounded: self.upper = nil
        case .inclusive(let key): self.upper = Cut(key: key, isAfter: true)
        case .exclusive(let key): self.upper = Cut(key: key, isAfter: false)
        }
    }

    /// All keys.
    package static let everything = IndexRange()

    /// The keys that begin with `prefix`: up to the least key that is behind all of them, which is none for a prefix
    /// of bytes 0xFF alone.
    package static func prefix(_ prefix: [UInt8]) -> IndexRange {
        var end = prefix
        while end.last == 0xFF { end.removeLast() }
        guard let last = end.popLast() else { return IndexRange(from: .inclusive(prefix)) }
        return IndexRange(from: .inclusive(prefix), to: .exclusive(end + [last &+ 1]))
    }

    /// The lower bound is not below the upper one.
    var isEmpty: Bool {
        guard let lower, let upper else { return false }
        return lower.compare(upper) >= 0
    }
}
