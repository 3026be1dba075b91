/// The entries of an index while they are gathered: bytes behind one another, sorted when all are there.
struct EntryList: Sendable {
    private var bytes: [UInt8] = []
    private var starts = [0]

    var count: Int { starts.count - 1 }

    /// Memory that it takes up, and will when it is sorted.
    var cost: Int { bytes.count + starts.count * (MemoryLayout<Int>.stride + MemoryLayout<Place>.stride) }

    /// Appends the entry of a record. False where it is too long for a tree; it is left out then.
    mutating func append(_ json: UnsafeRawBufferPointer, _ id: String, _ definition: IndexDefinition) -> Bool {
        FieldValue(at: definition.path, in: json).appendKey(to: &bytes)
        bytes.append(contentsOf: id.utf8)
        guard let start = starts.last, bytes.count - start <= IndexLimits.maxKeyBytes else {
            bytes.removeLast(bytes.count - (starts.last ?? 0))
            return false
        }
        starts.append(bytes.count)
        return true
    }

    /// Appends those of another list.
    mutating func append(_ other: EntryList) {
        let offset = bytes.count
        bytes.append(contentsOf: other.bytes)
        starts.append(contentsOf: other.starts.dropFirst().map { $0 + offset })
    }

    private struct Place {
        /// The first eight bytes, in which most entries differ.
        var head: UInt64
        var start: Int
        var end: Int
    }

    /// The tree of all of them, whose leaves are in a file if there is one. Complexity: O(n log n).
    ///
    /// - Throws: those of writing leaves. Not `.tooLarge` and `.damaged`, as entries that are too long were left out,
    /// and
    ///   these are in order.
    func tree(in pages: IndexPages? = nil) throws(StateError) -> IndexTree {
        let result = bytes.withUnsafeBytes { bytes -> Result<IndexTree, StateError> in
            var places = zip(starts, starts.dropFirst()).map { start, end in
                let entry = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                return Place(
                    head: entry.baseAddress.map { KeyOrder.head($0, entry.count) } ?? 0, start: start, end: end)
            }
            places.sort { left, right in
                if left.head != right.head { return left.head < right.head }
                return KeyOrder.compare(
                    UnsafeRawBufferPointer(rebasing: bytes[left.start..<left.end]),
                    UnsafeRawBufferPointer(rebasing: bytes[right.start..<right.end])) < 0
            }
            return Result { () throws(StateError) in
                var builder = IndexTreeBuilder(in: pages)
                for place in places {
                    try builder.append(UnsafeRawBufferPointer(rebasing: bytes[place.start..<place.end]))
                }
                return try builder.finish()
            }
        }
        return try result.get()
    }
}
