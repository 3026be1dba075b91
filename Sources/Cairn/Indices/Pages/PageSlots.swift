/// Which places of a file of pages are taken. A place that was given back is taken again before the file grows.
struct PageSlots {
    /// Places from the beginning of the file to its end.
    private(set) var end: UInt32 = 0
    private var free: [UInt32] = []

    init() {}

    /// Of a file with so many places, some of which are taken; nil where that cannot be.
    init?(end: UInt64, taken: [UInt32]) {
        guard let end = UInt32(exactly: end), taken.count <= Int(end) else { return nil }
        var isFree = [Bool](repeating: true, count: Int(end))
        for slot in taken {
            guard slot < end, isFree[Int(slot)] else { return nil }
            isFree[Int(slot)] = false
        }
        self.end = end
        free = isFree.indices.reversed().filter { isFree[$0] }.map { UInt32($0) }
    }

    var taken: Int { Int(end) - free.count }

    /// nil where the file has as many as can be numbered: 16 TiB of pages.
    mutating func take() -> UInt32? {
        if let slot = free.popLast() { return slot }
        guard end < .max else { return nil }
        end += 1
        return end - 1
    }

    mutating func giveBack(_ slot: UInt32) { free.append(slot) }
}
