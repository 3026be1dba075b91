internal import Synchronization

extension Log {
    /// Numbers since opening, and about the files now.
    public var statistics: LogStatistics { core.statistics }
}

extension LogCore {
    var statistics: LogStatistics {
        var numbers = LogStatistics()
        let (last, durable, reason) = staging.withLock { staging -> (UInt64, UInt64, LogError?) in
            (staging.next &- 1, staging.durable, staging.refusal)
        }
        // Those who follow another process's log see more than there was at opening.
        numbers.lastSequence = SequenceNumber(isWriter ? last : max(last, visible.load(ordering: .acquiring)))
        numbers.durableSequence = SequenceNumber(durable)
        numbers.readOnlyReason = reason?.message
        numbers.keys = index.count
        numbers.keyTableBytes = index.bytes
        (numbers.cacheBytes, numbers.cacheHits, numbers.cacheMisses) = cache.numbers
        numbers.memoryBudget = options.memoryBytes
        numbers.memoryBytes = numbers.keyTableBytes + numbers.cacheBytes
        let segments = catalog.all
        numbers.segments = segments.count
        for segment in segments {
            numbers.logBytes += segment.end
            numbers.liveBytes += Int64(index.liveness[segment.id].liveBytes)
        }
        let meters = meters.withLock { $0 }
        numbers.recordsWritten = meters.records
        numbers.bytesWritten = meters.bytes
        numbers.groups = meters.groups
        numbers.syncs = meters.syncs
        numbers.spaceFailures = meters.spaceFailures
        numbers.commit = meters.latency.latency
        let upkeep = upkeep.withLock { $0 }
        numbers.bytesCompacted = upkeep.bytesCompacted
        numbers.compactions = upkeep.compactions
        return numbers
    }
}
