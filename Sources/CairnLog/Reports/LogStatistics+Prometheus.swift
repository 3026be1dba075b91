extension LogStatistics {
    /// The numbers in Prometheus' text exposition format 0.0.4, as a scraper takes them: each with its HELP and TYPE.
    ///
    /// - Parameters:
    ///   - store: The value of the label `store` on every sample.
    ///   - sinceOpening: Also what happened since the log was opened; for a program that holds it open. A tool that
    ///     opens it for a look has nothing to tell of that.
    public func prometheusText(store: String, sinceOpening: Bool = true) -> String {
        var text = PrometheusText(label: store)
        text.add("records", .gauge, "Records that the store holds.", keys)
        text.add("key_table_bytes", .gauge, "Memory that the keys of the records take.", keyTableBytes)
        text.add("memory_bytes", .gauge, "Memory that keys, caches and indices take.", memoryBytes)
        text.add("memory_budget_bytes", .gauge, "Memory that they may take.", memoryBudget)
        text.add("last_sequence", .gauge, "The last sequence given out.", lastSequence.number)
        text.add("segments", .gauge, "Files that make up the log.", segments)
        text.add("log_bytes", .gauge, "Bytes of log, unused room not counted.", logBytes)
        text.add("live_bytes", .gauge, "Bytes of log that are the newest version of a record.", liveBytes)
        guard sinceOpening else { return text.text }
        text.add("read_only", .gauge, "1 where the store takes no writes.", readOnlyReason == nil ? 0 : 1)
        text.add("durable_sequence", .gauge, "The last sequence known to be on the device.", durableSequence.number)
        text.add("records_written_total", .counter, "Records written since opening.", recordsWritten)
        text.add("written_bytes_total", .counter, "Bytes of lines written since opening.", bytesWritten)
        text.add("groups_total", .counter, "Groups committed since opening.", groups)
        text.add("syncs_total", .counter, "Syncs of the log since opening.", syncs)
        text.add("compactions_total", .counter, "Compactions since opening.", compactions)
        text.add("compacted_bytes_total", .counter, "Bytes that compaction wrote since opening.", bytesCompacted)
        text.add("space_failures_total", .counter, "Writes that failed for want of room since opening.", spaceFailures)
        text.add(
            quantiles: "commit_seconds", "From the start of a group's write to its acknowledgement.",
            [("0.5", commit.p50), ("0.9", commit.p90), ("0.99", commit.p99), ("0.999", commit.p999)]
                .map { ($0.0, $0.1 / 1e6) })
        text.add(indices)
        return text.text
    }
}

/// Writes samples in the text exposition format. Pure.
struct PrometheusText {
    enum Kind: String { case gauge, counter }

    private(set) var text = ""
    private let label: String

    init(label: String) {
        // The three characters that a label's value must not hold as they are.
        self.label = label.reduce(into: "") { text, letter in
            switch letter {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.append(letter)
            }
        }
    }

    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: some BinaryInteger) {
        head(name, kind.rawValue, help)
        text += "cairn_\(name){store=\"\(label)\"} \(value)\n"
    }

    mutating func add(quantiles name: String, _ help: String, _ values: [(String, Double)]) {
        head(name, Kind.gauge.rawValue, help)
        for (quantile, value) in values {
            text += "cairn_\(name){store=\"\(label)\",quantile=\"\(quantile)\"} \(value)\n"
        }
    }

    /// Each state has a sample, so that one may be watched that did not come up yet.
    mutating func add(_ indices: [IndexHealth]) {
        head("indices", Kind.gauge.rawValue, "Indices of typed records, by what they can be asked.")
        for state in [IndexHealth.State.ready, .violated, .building, .degraded] {
            let count = indices.count { $0.state == state }
            text += "cairn_indices{store=\"\(label)\",state=\"\(state.rawValue)\"} \(count)\n"
        }
        add("index_bytes", .gauge, "Memory that indices of typed records take.", indices.reduce(0) { $0 + $1.bytes })
    }

    private mutating func head(_ name: String, _ kind: String, _ help: String) {
        text += "# HELP cairn_\(name) \(help)\n# TYPE cairn_\(name) \(kind)\n"
    }
}
