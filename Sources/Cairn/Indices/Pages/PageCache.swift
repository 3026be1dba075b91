/// The leaves that were read last from a file of pages. They are read again and again while a query goes through one.
///
/// One that was asked for since its turn came gets another turn; the others go in the order in which they came.
struct PageCache {
    private struct Entry {
        var page: IndexPage
        var wasAskedFor = false
    }

    private var entries: [UInt32: Entry] = [:]
    /// In the order of their turns; those before `first` had theirs, and some are gone.
    private var order: [UInt32] = []
    private var first = 0
    private(set) var bytes = 0
    var limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func find(_ slot: UInt32) -> IndexPage? {
        guard let place = entries.index(forKey: slot) else { return nil }
        entries.values[place].wasAskedFor = true
        return entries.values[place].page
    }

    mutating func keep(_ page: IndexPage, at slot: UInt32) {
        // Another reader may have been faster.
        guard page.footprint <= limit, entries[slot] == nil else { return }
        entries[slot] = Entry(page: page)
        order.append(slot)
        bytes += page.footprint
        while bytes > limit, first < order.count { takeTurn() }
        guard first > order.count / 2 else { return }
        order.removeFirst(first)
        first = 0
    }

    private mutating func takeTurn() {
        let slot = order[first]
        first += 1
        guard let entry = entries[slot] else { return }
        if entry.wasAskedFor {
            entries[slot]?.wasAskedFor = false
            order.append(slot)
        } else {
            drop(slot)
        }
    }

    /// The page is no longer what the place has.
    mutating func drop(_ slot: UInt32) {
        guard let entry = entries.removeValue(forKey: slot) else { return }
        bytes -= entry.page.footprint
    }
}
