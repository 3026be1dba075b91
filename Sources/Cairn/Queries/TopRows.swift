/// The first rows of an order among many that come in any order: a heap whose top is the last row that is kept.
///
/// Memory is that of `capacity` rows. What is left out is told, so that a further pass can fetch it.
package struct TopRows<Row> {
    private let capacity: Int
    private var heap: [(position: [UInt8], row: Row)] = []
    /// Whether a row was left out because there was no room.
    package private(set) var isFull = false

    /// Room for so many rows.
    package init(capacity: Int) { self.capacity = max(0, capacity) }

    /// How many rows it holds.
    package var count: Int { heap.count }

    /// Takes a row at its ``SortOrder`` position, unless as many before it are there. Complexity: O(log capacity).
    package mutating func insert(_ row: Row, at position: [UInt8]) {
        guard heap.count >= capacity else {
            heap.append((position, row))
            rise(heap.count - 1)
            return
        }
        isFull = true
        guard let last = heap.first, ByteOrder.compare(position, last.position) < 0 else { return }
        heap[0] = (position, row)
        sink(0)
    }

    /// The rows in order, with their positions. Complexity: O(n log n).
    package func sorted() -> [(position: [UInt8], row: Row)] {
        heap.sorted { ByteOrder.compare($0.position, $1.position) < 0 }
    }

    private func isBefore(_ a: Int, _ b: Int) -> Bool { ByteOrder.compare(heap[a].position, heap[b].position) < 0 }

    private mutating func rise(_ place: Int) {
        var place = place
        while place > 0, isBefore((place - 1) / 2, place) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink(_ place: Int) {
        var place = place
        while true {
            var greatest = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && isBefore(greatest, child) {
                greatest = child
            }
            if greatest == place { return }
            heap.swapAt(place, greatest)
            place = greatest
        }
    }
}
