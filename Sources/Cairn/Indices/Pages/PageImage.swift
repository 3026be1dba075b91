internal import CairnLines

/// A leaf as it stands in a file: its bytes as they are in memory, with zeros where there is room.
extension PageView {
    func withImage<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        let capacity = capacity
        let result = withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 16) { image in
            Result { () throws(E) -> R in
                image.initializeMemory(as: UInt8.self, repeating: 0)
                let end = start(count)
                let starts = 2 &* (count &+ 1)
                image.copyMemory(from: UnsafeRawBufferPointer(start: base, count: end))
                UnsafeMutableRawBufferPointer(rebasing: image[(capacity &- starts)...])
                    .copyMemory(from: UnsafeRawBufferPointer(start: base + (capacity &- starts), count: starts))
                return try body(UnsafeRawBufferPointer(image))
            }
        }
        return try result.get()
    }

    /// The header and the starts lead nowhere outside of the page.
    var isFormed: Bool { malformation == nil }

    /// What of the header and the starts leads out of the page, in words; nil where nothing does.
    var malformation: String? {
        let first = Self.headerBytes + prefixCount
        guard capacity <= IndexLimits.maxPageBytes, level < IndexLimits.maxHeight, 2 * (count + 1) <= capacity,
            first <= capacity, start(0) == first
        else { return "the header does not fit the page" }
        for index in 0..<count where start(index + 1) < start(index) { return "key \(index) ends before it begins" }
        return used <= capacity ? nil : "the keys do not fit the page"
    }
}

extension IndexPage {
    /// A leaf from a file; nil if the bytes are not those that the sum is of. More may follow behind the image.
    convenience init?(image: UnsafeRawBufferPointer, sum: UInt64) {
        guard image.count > PageView.headerBytes + 2, image[6] == 0, image[7] == 0 else { return nil }
        let capacity = Int(image[4]) | Int(image[5]) << 8
        guard capacity > PageView.headerBytes + 2, capacity <= image.count, capacity <= IndexLimits.maxPageBytes
        else { return nil }
        let own = UnsafeRawBufferPointer(rebasing: image[..<capacity])
        guard LineSum.of(own) == sum else { return nil }
        self.init(level: 0, bytes: capacity, links: 0)
        guard view.capacity == capacity else { return nil }
        UnsafeMutableRawBufferPointer(start: view.base, count: capacity).copyMemory(from: own)
        guard view.isFormed else { return nil }
    }
}
