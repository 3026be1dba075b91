// tidy: memory that may be refused without a trap comes from malloc and realloc
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension KeySlots {
    /// Changes the capacity within the same memory as far as the system can: two passes over the keys in their order,
    /// and no page is touched that was not in use before, which is what growing by a little would otherwise cost most.
    ///
    /// False without memory; nothing has changed then.
    mutating func rebuild(_ size: Int) -> Bool {
        let (old, new) = (capacity, size / 64)
        if new > old {
            // At most 800 MB by `KeyTable.mostSlotsInShard`.
            guard let memory = realloc(slots, new &* MemoryLayout<KeySlot>.stride) else { return false }
            let larger = memory.bindMemory(to: KeySlot.self, capacity: new)
            (larger + old).initialize(repeating: .empty, count: new &- old)
            slots = larger
        }
        guard let slots else { return false }
        let crossed = Array(UnsafeBufferPointer(start: slots, count: wrapped))
        slots.update(repeating: .empty, count: wrapped)
        let end = max(old, new)
        let start = pack(slots, to: end)
        (capacity, wrapped, count, self.size) = (new, 0, 0, size)
        spread(slots, start..<end)
        for slot in crossed { insertAnywhere(slot, slots) }
        if new < old, let memory = realloc(slots, new &* MemoryLayout<KeySlot>.stride) {
            self.slots = memory.bindMemory(to: KeySlot.self, capacity: new)
        }
        return true
    }

    /// Moves all keys, in their order and without gaps, to before `end`; returns where they begin.
    private func pack(_ slots: UnsafeMutablePointer<KeySlot>, to end: Int) -> Int {
        var start = end
        for index in stride(from: capacity &- 1, through: 0, by: -1) where !slots[index].isEmpty {
            start &-= 1
            if start == index { continue }
            slots[start] = slots[index]
            slots[index] = .empty
        }
        return start
    }

    /// Moves packed keys forward to their homes, or behind the key before. No key overtakes those still unread, unless
    /// there are more of them than slots left up to the end: then the rest is inserted one by one.
    private mutating func spread(_ slots: UnsafeMutablePointer<KeySlot>, _ packed: Range<Int>) {
        var next = 0
        for index in packed {
            let slot = slots[index]
            next = max(next, home(slot.first))
            if next > index || next >= capacity {
                let rest = Array(UnsafeBufferPointer(start: slots + index, count: packed.upperBound &- index))
                (slots + index).update(repeating: .empty, count: rest.count)
                for slot in rest { insertAnywhere(slot, slots) }
                return
            }
            slots[index] = .empty
            slots[next] = slot
            next &+= 1
            count &+= 1
        }
    }

    private mutating func insertAnywhere(_ slot: KeySlot, _ slots: UnsafeMutablePointer<KeySlot>) {
        insert(slot, at: search(slot.first, slot.second & KeySlot.hashBits, slots).index, slots)
    }
}
