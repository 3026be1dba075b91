internal import CairnLines

/// Goes through all records of a moment, in no order, as far as it is asked to.
///
/// It holds the keys of one shard at a time, a 64th of all, and keeps the moment.
package struct MomentWalk {
    private let moment: LogMoment
    private var shard: Int
    private let end: Int
    /// The keys of the shard that are still to come, the next one last.
    private var keys: [KeyHash] = []

    init(_ moment: LogMoment, _ shards: Range<Int> = 0..<KeyTable.shardCount) {
        self.moment = moment
        (shard, end) = (shards.lowerBound, shards.upperBound)
    }

    /// The next record; nil at the end. Errors: as ``LogMoment/get(_:)``. Complexity: one read.
    package mutating func next() throws(LogError) -> (kind: String, id: String, record: StoredRecord)? {
        while true {
            while let key = keys.popLast() {
                if let found = try moment.record(of: key) { return found }
            }
            guard shard < end else { return nil }
            keys = moment.keys(inShard: shard)
            keys.reverse()
            shard += 1
        }
    }
}

extension LogMoment {
    /// All records of this moment, in no order.
    package func walk() -> MomentWalk { MomentWalk(self) }

    /// The same in parts of about one size, for as many who walk at the same time.
    package func walks(_ parts: Int) -> [MomentWalk] {
        let all = KeyTable.shardCount
        return (0..<parts).map { MomentWalk(self, all * $0 / parts..<all * ($0 + 1) / parts) }
    }

    /// All records of this moment, in no order.
    ///
    /// `body` ends the walk by returning false. Errors: as ``get(_:)``. Complexity: one read for each record of the
    /// store; memory for the keys of one shard.
    package func forEach(_ body: (_ kind: String, _ id: String, StoredRecord) throws(LogError) -> Bool) throws(LogError)
    {
        var walk = walk()
        while let (kind, id, record) = try walk.next() {
            guard try body(kind, id, record) else { return }
        }
    }
}
