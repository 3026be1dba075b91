extension LogStatistics {
    /// All numbers by their names, in a fixed order: what tables, JSON and scrapers are given is made of this list.
    public var values: [StatisticsValue] { files + activity + latencies + health }

    /// The number of this name; nil where there is none.
    public subscript(name: String) -> StatisticsValue? { values.first { $0.name == name } }

    /// What the files themselves tell.
    private var files: [StatisticsValue] {
        [
            StatisticsValue("log.records", "records", "Records that the store holds.", keys, sinceOpening: false),
            StatisticsValue(
                "keys.bytes", "key_table_bytes", "Memory that the keys of the records take.", keyTableBytes, .bytes,
                sinceOpening: false),
            StatisticsValue(
                "memory.bytes", "memory_bytes", "Memory that keys, caches and indices take.", memoryBytes, .bytes,
                sinceOpening: false),
            StatisticsValue(
                "memory.budget", "memory_budget_bytes", "Memory that they may take.", memoryBudget, .bytes,
                sinceOpening: false),
            StatisticsValue(
                "log.sequence", "last_sequence", "The last sequence given out.", lastSequence.number,
                sinceOpening: false),
            StatisticsValue(
                "log.segments", "segments", "Files that make up the log.", segments, sinceOpening: false),
            StatisticsValue(
                "log.bytes", "log_bytes", "Bytes of log, unused room not counted.", logBytes, .bytes,
                sinceOpening: false),
            StatisticsValue(
                "log.live", "live_bytes", "Bytes of log that are the newest version of a record.", liveBytes, .bytes,
                sinceOpening: false),
        ]
    }

    private var activity: [StatisticsValue] {
        [
            StatisticsValue(
                "log.refusing", "read_only", "1 where the store takes no writes.", readOnlyReason == nil ? 0 : 1),
            StatisticsValue(
                "log.durable", "durable_sequence", "The last sequence known to be on the device.",
                durableSequence.number),
            StatisticsValue(
                "log.written", "records_written_total", "Records written since opening.", recordsWritten, .count,
                .counter),
            StatisticsValue(
                "log.written.bytes", "written_bytes_total", "Bytes of lines written since opening.", bytesWritten,
                .bytes, .counter),
            StatisticsValue("log.groups", "groups_total", "Groups committed since opening.", groups, .count, .counter),
            StatisticsValue("log.syncs", "syncs_total", "Syncs of the log since opening.", syncs, .count, .counter),
            StatisticsValue(
                "log.full", "space_failures_total", "Writes that failed for want of room since opening.",
                spaceFailures, .count, .counter),
            StatisticsValue(
                "compaction.runs", "compactions_total", "Compactions since opening.", compactions, .count, .counter),
            StatisticsValue(
                "compaction.bytes", "compacted_bytes_total", "Bytes that compaction wrote since opening.",
                bytesCompacted, .bytes, .counter),
            StatisticsValue(
                "cache.bytes", "cache_bytes", "Memory that lines take which were read.", cacheBytes, .bytes),
            StatisticsValue(
                "cache.hits", "cache_hits_total", "Reads since opening that found their line in memory.", cacheHits,
                .count, .counter),
            StatisticsValue(
                "cache.misses", "cache_misses_total", "Reads since opening that did not.", cacheMisses, .count,
                .counter),
        ]
    }

    private var latencies: [StatisticsValue] {
        [
            ("p50", "0.5", commit.p50), ("p90", "0.9", commit.p90), ("p99", "0.99", commit.p99),
            ("p999", "0.999", commit.p999),
        ].map { name, quantile, microseconds in
            StatisticsValue(
                "log.commit.\(name)", "commit_seconds",
                "From the start of a group's write to its acknowledgement.", microseconds: microseconds,
                quantile: quantile)
        }
    }

    /// Each state has a number, so that one may be watched that did not come up yet.
    private var health: [StatisticsValue] {
        [IndexHealth.State.ready, .violated, .building, .degraded].map { state in
            StatisticsValue(
                "indices.\(state.rawValue)", "indices", "Indices of typed records, by what they can be asked.",
                indices.count { $0.state == state }, label: ("state", state.rawValue))
        } + [
            StatisticsValue(
                "indices.bytes", "index_bytes", "Memory that indices of typed records take.",
                indices.reduce(0) { $0 + $1.bytes }, .bytes),
            StatisticsValue(
                "indices.file", "index_file_bytes", "The file that has what indices have no memory for.",
                indexFileBytes, .bytes),
        ]
    }
}
