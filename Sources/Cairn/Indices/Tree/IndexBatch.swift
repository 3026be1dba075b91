/// Insertions and removals in the order of their keys, to be merged into a tree at once.
package struct IndexBatch: Sendable {
    private var bytes: [UInt8] = []
    private var starts = [0]
    private var removals: [Bool] = []

    package init() {}

    package var count: Int { removals.count }
    package var isEmpty: Bool { removals.isEmpty }

    /// Appends the insertion or removal of a key that is behind all before it.
    ///
    /// Errors: `tooLarge`; `damaged` for a key out of order. Complexity: amortised O(length of the key).
    package mutating func append(_ key: UnsafeRawBufferPointer, isRemoval: Bool) throws(StateError) {
        try IndexTree.check(key.count)
        if count > 0, withKey(count &- 1, { KeyOrder.compare($0, key) }) >= 0 {
            throw StateError(.damaged, "the changes of an index are out of order; rebuild the index from its records")
        }
        bytes.append(contentsOf: key)
        starts.append(bytes.count)
        removals.append(isRemoval)
    }

    package mutating func append(_ key: [UInt8], isRemoval: Bool) throws(StateError) {
        try key.withUnsafeBytes { bytes in
            Result { () throws(StateError) in try append(bytes, isRemoval: isRemoval) }
        }.get()
    }

    func withKey<R>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[starts[index]..<starts[index &+ 1]])) }
    }

    func isRemoval(_ index: Int) -> Bool { removals[index] }

    func key(_ index: Int) -> [UInt8] { Array(bytes[starts[index]..<starts[index &+ 1]]) }
}
