internal import CairnLines

/// Tells one answer of a query from another in a few bytes: a hash of each record, joined.
struct AnswerPrint: Equatable {
    /// Whether the order of the records is part of the answer.
    let isOrdered: Bool
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private var count = 0

    init(isOrdered: Bool) { self.isOrdered = isOrdered }

    mutating func add(_ row: QueryRow) {
        var bytes = Array(row.id.utf8)
        // No JSON has a zero byte in it, so id and record cannot be mistaken for each other.
        bytes.append(0)
        bytes += row.json
        let hash = bytes.withUnsafeBytes { KeyHash.of(keyBytes: $0, seed: isOrdered ? low &+ high : 0) }
        (low, high) = (low &+ hash.low, high &+ hash.high)
        count += 1
    }
}
