package import CairnLines
import Synchronization

/// Where each key's newest line stands: key hash to place, at most 32 bytes a key from 4,096 keys on.
///
/// Divided into 64 shards by the hash, each with its own lock, so that a growth rebuilds a 64th of the table and only
/// whoever wants a key of that shard waits for it. May be used from any thread. The hash must be keyed with a secret
/// of the store, or an adversary can choose keys that share a home.
///
/// Complexity: each operation on a key is O(1) on average; a growth is O(n / 64), amortised O(1).
// unsafe: the shards behind the pointer are mutexes, and the pointer itself never changes
package final class KeyTable: @unchecked Sendable {
    package static let shardCount = 64
    /// 32 GiB of table. A store larger than that is better divided.
    package static let mostKeys = 1 << 30
    /// Twice what ``mostKeys`` evenly spread would need: room for the lowest load, and for an uneven spread.
    static let mostSlotsInShard = mostKeys / shardCount * 2

    /// In memory of their own: a mutex must not move, and an array of things that cannot be copied does not exist.
    let shards: UnsafeMutablePointer<Mutex<KeySlots>>

    package init() {
        shards = .allocate(capacity: Self.shardCount)
        for shard in 0..<Self.shardCount {
            (shards + shard).initialize(to: Mutex(KeySlots(shard: shard, of: Self.shardCount)))
        }
    }

    deinit {
        shards.deinitialize(count: Self.shardCount)
        shards.deallocate()
    }

    static func shard(_ hash: KeyHash) -> Int { Int(truncatingIfNeeded: hash.low &>> 58) }

    // MARK: - One key

    package func find(_ hash: KeyHash) -> KeyPlace? {
        shards[Self.shard(hash)].withLock { $0.find(hash) }
    }

    /// Sets a key's place and returns the one it had.
    ///
    /// Errors: `.placeOutOfRange`, `.outOfMemory`, `.tooManyKeys`; the table is then unchanged.
    package func replace(_ hash: KeyHash, with place: KeyPlace) throws(KeyTableError) -> KeyPlace? {
        guard place.isRepresentable else { throw KeyTableError(.placeOutOfRange) }
        return try shards[Self.shard(hash)].withLock { (slots) throws(KeyTableError) in
            try slots.replace(hash, with: place)
        }
    }

    /// Forgets a key and returns the place it had.
    package func remove(_ hash: KeyHash) -> KeyPlace? {
        shards[Self.shard(hash)].withLock { $0.remove(hash) }
    }

    /// Forgets a key only if it still stands at `place`: for a tombstone that nobody needs any more.
    package func remove(_ hash: KeyHash, at place: KeyPlace) -> Bool {
        shards[Self.shard(hash)].withLock { slots in
            guard slots.find(hash) == place else { return false }
            return slots.remove(hash) != nil
        }
    }

    /// Follows a line that was copied, unless the key has a newer one by now: then false, and nothing changes.
    ///
    /// Errors: `.placeOutOfRange`.
    package func move(_ hash: KeyHash, from old: KeyPlace, to new: KeyPlace) throws(KeyTableError) -> Bool {
        guard new.isRepresentable else { throw KeyTableError(.placeOutOfRange) }
        return shards[Self.shard(hash)].withLock { $0.move(hash, from: old, to: new) }
    }

    // MARK: - The whole table

    /// Keys. Complexity: one lock after the other for each shard; exact only while nobody writes.
    package var count: Int {
        (0..<Self.shardCount).reduce(0) { sum, shard in sum &+ shards[shard].withLock { $0.count } }
    }

    /// Memory that the table occupies.
    package var bytes: Int {
        let fixed = Self.shardCount &* MemoryLayout<Mutex<KeySlots>>.stride
        return (0..<Self.shardCount).reduce(fixed) { sum, shard in
            sum &+ shards[shard].withLock { $0.capacity } &* MemoryLayout<KeySlot>.stride
        }
    }

    /// Makes room for `count` keys in all, before many are set at once.
    ///
    /// Errors: `.tooManyKeys` above ``mostKeys``, `.outOfMemory`.
    package func reserve(_ count: Int) throws(KeyTableError) {
        guard count <= Self.mostKeys else { throw KeyTableError(.tooManyKeys) }
        guard count > 0 else { return }
        for shard in 0..<Self.shardCount {
            try shards[shard].withLock { (slots) throws(KeyTableError) in
                try slots.grow(for: count / Self.shardCount)
            }
        }
    }

    /// Visits the keys of one shard under its lock: `body` must be short, and must not use the table.
    package func forEach(inShard shard: Int, _ body: (KeyEntry) -> Void) {
        guard shard >= 0, shard < Self.shardCount else { return }
        shards[shard].withLock { slots in
            slots.forEach { body(KeyEntry(hash: $0.hash(inShard: shard), place: $0.place)) }
        }
    }

    /// Visits all keys, one shard's lock at a time: each shard is seen as it is when its turn comes.
    package func forEach(_ body: (KeyEntry) -> Void) {
        for shard in 0..<Self.shardCount { forEach(inShard: shard, body) }
    }

    /// A copy of one shard's keys, for work that is too long to be done under a lock, such as writing a snapshot.
    package func entries(inShard shard: Int) -> [KeyEntry] {
        guard shard >= 0, shard < Self.shardCount else { return [] }
        return shards[shard].withLock { slots in
            var entries: [KeyEntry] = []
            entries.reserveCapacity(slots.count)
            slots.forEach { entries.append(KeyEntry(hash: $0.hash(inShard: shard), place: $0.place)) }
            return entries
        }
    }
}
