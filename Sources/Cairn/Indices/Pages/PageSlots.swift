/// Which places of a file of pages are taken. A place that was given back is taken again before the file grows.
struct PageSlots {
    /// Places from the beginning of the file to its end.
    private(set) var end: UInt32 = 0
    private var free: [UInt32] = []

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
