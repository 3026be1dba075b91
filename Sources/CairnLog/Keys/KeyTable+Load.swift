import CairnLines
import Synchronization

extension KeyTable {
    /// Keys sorted into shards at a time: ten megabytes of them, so that loading a large table needs no second one.
    private static let loadedAtOnce = 1 << 18

    /// Keys whose slots are fetched at the same time: as many as a core has loads in flight.
    private static let warmedAtOnce = 16

    /// Sets many keys, later ones over earlier ones, as if one by one with ``replace(_:with:)`` but faster: they are
    /// sorted by shard first, so that a lock is taken once for many and the memory touched stays small.
    ///
    /// `replaced` is told each place that a key had before, under the shard's lock: it must be short, and must not
    /// use the table. Errors: as ``replace(_:with:)``; keys before the offending one may or may not be set.
    package func load(
        _ entries: [KeyEntry], replaced: (_ old: KeyPlace) -> Void = { _ in }
    ) throws(KeyTableError) {
        var start = 0
        while start < entries.count {
            let end = min(entries.count, start &+ Self.loadedAtOnce)
            try loadSlice(entries[start..<end], replaced)
            start = end
        }
    }

    private func loadSlice(
        _ entries: ArraySlice<KeyEntry>, _ replaced: (KeyPlace) -> Void
    ) throws(KeyTableError) {
        var ends = [Int](repeating: 0, count: Self.shardCount &+ 1)
        for entry in entries {
            guard entry.place.isRepresentable else { throw KeyTableError(.placeOutOfRange) }
            ends[Self.shard(entry.hash) &+ 1] &+= 1
        }
        for shard in 0..<Self.shardCount { ends[shard &+ 1] &+= ends[shard] }
        let sorted = [KeyEntry](unsafeUninitializedCapacity: entries.count) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            for entry in entries {
                let shard = Self.shard(entry.hash)
                (base + ends[shard]).initialize(to: entry)
                ends[shard] &+= 1
            }
            count = entries.count
        }
        var start = 0
        for shard in 0..<Self.shardCount {
            let range = start..<ends[shard]
            start = ends[shard]
            try sorted.withUnsafeBufferPointer { (sorted) throws(KeyTableError) in
                try replaceAll(UnsafeBufferPointer(rebasing: sorted[range]), inShard: shard, replaced)
            }
        }
    }

    /// Sets keys that all belong to one shard, under one lock. Their places must be representable.
    private func replaceAll(
        _ entries: UnsafeBufferPointer<KeyEntry>, inShard shard: Int, _ replaced: (KeyPlace) -> Void
    ) throws(KeyTableError) {
        try shards[shard].withLock { (slots) throws(KeyTableError) in
            var start = 0
            while start < entries.count {
                let end = min(entries.count, start &+ Self.warmedAtOnce)
                let group = UnsafeBufferPointer(rebasing: entries[start..<end])
                slots.warm(group)
                for entry in group {
                    if let old = try slots.replace(entry.hash, with: entry.place) { replaced(old) }
                }
                start = end
            }
        }
    }
}
