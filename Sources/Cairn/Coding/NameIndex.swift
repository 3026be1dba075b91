internal import CairnLines

/// The members of a large object by the hashes of their names: for a type that asks in another order than theirs.
///
/// Names are compared by their bytes. The hash is Swift's, with this process's own seed, so nobody can choose names
/// that fall on one.
struct NameIndex {
    private struct Entry {
        var hash: Int
        var name: JSONTape.Place
    }

    private var entries: [Entry] = []

    /// Complexity: O(n log n).
    init(of object: JSONTape.Place, in view: JSONTape.View) {
        entries.reserveCapacity(view.children(object))
        var at = object &+ 2
        let end = view.after(object)
        while at < end {
            entries.append(Entry(hash: view.withText(at) { Self.hash($0) }, name: at))
            at = view.after(at &+ 1)
        }
        entries.sort { ($0.hash, $0.name) < ($1.hash, $1.name) }
    }

    /// The value of the member of this name. Complexity: O(log n).
    func find(_ name: UnsafeRawBufferPointer, in view: JSONTape.View) -> JSONTape.Place? {
        let hash = Self.hash(name)
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low &+ high) / 2
            if entries[middle].hash < hash { low = middle &+ 1 } else { high = middle }
        }
        while low < entries.count, entries[low].hash == hash {
            if view.isNamed(entries[low].name, name) { return entries[low].name &+ 1 }
            low &+= 1
        }
        return nil
    }

    private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: name)
        return hasher.finalize()
    }
}
