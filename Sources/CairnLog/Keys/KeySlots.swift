import CairnLines

// tidy: memory that may be refused without a trap comes from malloc
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The slots of one shard: open addressing and linear probing, sorted by hash, no tombstones of its own.
///
/// A key's home is the high word of `hash.high * capacity`, so that a capacity need not be a power of two and the
/// table can grow by a little. Keys stand in the order of `hash.high`, each at its home or behind it: a search ends
/// as soon as it meets a greater hash, and growing is one pass that reads and writes in order. Keys pushed beyond the
/// last slot go on at the first ones; ``wrapped`` counts them.
// unsafe: the pointer has this one owner, which cannot be copied
struct KeySlots: ~Copyable, @unchecked Sendable {
    var count = 0
    var capacity = 0
    /// Slots at the beginning whose keys have their home near the end.
    var wrapped = 0
    /// The capacity in 64ths of a slot, so that shards which begin apart never fall into step by rounding.
    var size: Int
    /// Keeps the loads of ``warm(_:)`` from being optimised away.
    private var warmth: UInt64 = 0
    var slots: UnsafeMutablePointer<KeySlot>?

    /// A first allocation of 16 slots, and up to 18 % more, so that shards grow one after the other and not at once.
    init(shard: Int, of shards: Int) {
        size = 16 &* 64 &+ (shard &* 184) / shards
        slots = nil
    }

    deinit { free(slots) }

    /// At most 0.9 full; a growth by 1.18 then leaves it 0.763 full, which is 31.5 bytes a key.
    private static func limit(_ capacity: Int) -> Int { capacity &- (capacity &+ 9) / 10 }
    private static func grown(_ size: Int) -> Int { size &+ (size &* 23) / 128 }

    func home(_ high: UInt64) -> Int {
        Int(truncatingIfNeeded: high.multipliedFullWidth(by: UInt64(truncatingIfNeeded: capacity)).high)
    }

    /// Where a key is, or where it belongs. `index` counts on beyond the capacity for a place among the wrapped.
    func search(_ high: UInt64, _ kept: UInt64, _ slots: UnsafeMutablePointer<KeySlot>)
        -> (index: Int, found: Bool)
    {
        var index = max(home(high), wrapped)
        while index < capacity {
            let slot = slots + index
            if slot.pointee.first >= high || slot.pointee.isEmpty {
                if slot.pointee.first > high || slot.pointee.isEmpty { return (index, false) }
                if slot.pointee.holds(high: high, kept: kept) { return (index, true) }
            }
            index &+= 1
        }
        for index in 0..<wrapped where slots[index].first >= high {
            if slots[index].first > high { return (capacity &+ index, false) }
            if slots[index].holds(high: high, kept: kept) { return (index, true) }
        }
        return (capacity &+ wrapped, false)
    }

    func find(_ hash: KeyHash) -> KeyPlace? {
        guard let slots else { return nil }
        let (index, found) = search(hash.high, KeySlot.kept(hash), slots)
        return found ? slots[index].place : nil
    }

    /// `place` must be representable.
    mutating func replace(_ hash: KeyHash, with place: KeyPlace) throws(KeyTableError) -> KeyPlace? {
        let kept = KeySlot.kept(hash)
        if let slots {
            let (index, found) = search(hash.high, kept, slots)
            if found {
                let old = slots[index].place
                slots[index].place = place
                return old
            }
            if count < Self.limit(capacity) {
                insert(KeySlot(hash, place), at: index, slots)
                return nil
            }
        }
        try grow(for: count &+ 1)
        guard let slots else { throw KeyTableError(.outOfMemory) }
        insert(KeySlot(hash, place), at: search(hash.high, kept, slots).index, slots)
        return nil
    }

    mutating func move(_ hash: KeyHash, from old: KeyPlace, to new: KeyPlace) -> Bool {
        guard let slots else { return false }
        let (index, found) = search(hash.high, KeySlot.kept(hash), slots)
        guard found, slots[index].place == old else { return false }
        slots[index].place = new
        return true
    }

    /// Backward-shift deletion: those behind move one step towards home, so that searches stay as short as before.
    mutating func remove(_ hash: KeyHash) -> KeyPlace? {
        guard let slots else { return nil }
        var (index, found) = search(hash.high, KeySlot.kept(hash), slots)
        guard found else { return nil }
        let old = slots[index].place
        if index >= wrapped {
            while index &+ 1 < capacity, !slots[index &+ 1].isEmpty, home(slots[index &+ 1].first) <= index {
                slots[index] = slots[index &+ 1]
                index &+= 1
            }
        }
        if index < wrapped || (index &+ 1 == capacity && wrapped > 0) {
            if index >= wrapped {
                slots[index] = slots[0]
                index = 0
            }
            wrapped &-= 1
            while index < wrapped || (!slots[index &+ 1].isEmpty && home(slots[index &+ 1].first) <= index) {
                slots[index] = slots[index &+ 1]
                index &+= 1
            }
        }
        slots[index] = .empty
        count &-= 1
        shrinkIfSparse()
        return old
    }

    /// Reads the home slots of some keys and does nothing with them: loads that wait for nothing overlap, while those
    /// in a search stand behind its branches. Worth a factor of two where the table is larger than the caches.
    mutating func warm(_ entries: UnsafeBufferPointer<KeyEntry>) {
        guard let slots else { return }
        var sum = warmth
        for entry in entries {
            let home = home(entry.hash.high)
            // Keys stand on average some slots behind their home: the next two cache lines are needed as often.
            sum ^= slots[home].third
            sum ^= slots[min(home &+ 3, capacity &- 1)].third
            sum ^= slots[min(home &+ 6, capacity &- 1)].third
        }
        warmth = sum
    }

    func forEach(_ body: (KeySlot) -> Void) {
        guard let slots else { return }
        for index in 0..<capacity where !slots[index].isEmpty { body(slots[index]) }
    }

    // MARK: - Room

    /// Puts a new key where ``search(_:_:_:)`` said, pushing those from there to the next empty slot one step on.
    mutating func insert(_ slot: KeySlot, at place: Int, _ slots: UnsafeMutablePointer<KeySlot>) {
        count &+= 1
        var (index, slot) = (place, slot)
        if index < capacity {
            var empty = index
            while empty < capacity, !slots[empty].isEmpty { empty &+= 1 }
            let last = slots[capacity &- 1]
            (slots + index + 1).update(from: slots + index, count: min(empty, capacity &- 1) &- index)
            slots[index] = slot
            if empty < capacity { return }
            (index, slot) = (capacity, last)
        }
        index &-= capacity
        var empty = index
        while !slots[empty].isEmpty { empty &+= 1 }
        (slots + index + 1).update(from: slots + index, count: empty &- index)
        slots[index] = slot
        wrapped &+= 1
    }

    /// Makes room for `wanted` keys in all. Without memory for that it goes on in what there is, more slowly, as
    /// long as one slot stays empty.
    mutating func grow(for wanted: Int) throws(KeyTableError) {
        var size = size
        while Self.limit(size / 64) < wanted { size = Self.grown(size) }
        if capacity >= size / 64 { return }
        guard size / 64 <= KeyTable.mostSlotsInShard else {
            if wanted < capacity { return }
            throw KeyTableError(.tooManyKeys)
        }
        if !rebuild(size), wanted >= capacity { throw KeyTableError(.outOfMemory) }
    }

    /// After many deletions the room is given back: at less than 0.4 full down to between 0.6 and 0.71.
    private mutating func shrinkIfSparse() {
        guard capacity > 64, count &* 10 < capacity &* 4 else { return }
        var size = size
        while count &* 10 < (size / 64) &* 6 { size = size &- size / 7 }
        _ = rebuild(size)
    }
}
