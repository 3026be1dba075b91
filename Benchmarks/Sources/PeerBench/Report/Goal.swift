/// Something that Cairn set out to be, and whether it is.
struct Goal: Codable {
    var what: String
    /// "Cairn log" or "Cairn".
    var contender: String
    var isAtLeast: Bool
    var limit: Double
    /// By round.
    var values: [Double]

    var median: Double { Series.percentile(0.5, of: values) }
    var isMet: Bool { isAtLeast ? median >= limit : median <= limit }
}

/// The goals, as far as what was measured can say.
struct GoalList {
    private let findings: Findings
    private static let peers = ["SQLite", "RocksDB", "LevelDB", "LMDB"]
    private static let floor = FloorContender.entrant.name
    private static let ours = [CairnLogContender.entrant.name, CairnDoor.entrant.name]

    init(_ findings: Findings) { self.findings = findings }

    var all: [Goal] { Self.ours.flatMap { speed($0) + compaction($0) } + openings }

    private func speed(_ our: String) -> [Goal] {
        var goals = [
            faster("one client, sync: of the bare disk", our, "fillsync", 1, [Self.floor], 0.9),
            faster("one client, sync: of SQLite", our, "fillsync", 1, ["SQLite"], 1.15),
            faster("one client, sync: of RocksDB", our, "fillsync", 1, ["RocksDB"], 1.3),
            faster("64 clients, sync: of the best peer", our, "fillsync", 64, Self.peers, 4),
            faster("64 clients, sync: of SQLite", our, "fillsync", 64, ["SQLite"], 20),
            faster("batches of 100: of SQLite", our, "fillbatch", 1, ["SQLite"], 5),
            faster("batches of 100: of LevelDB", our, "fillbatch", 1, ["LevelDB"], 1.3),
            faster("point read, raw: of SQLite", our, "readrandom", 1, ["SQLite"], 3),
            faster("point read, raw: of LMDB", our, "readrandom", 1, ["LMDB"], 0.8),
        ]
        if let two = findings.find("readrandom", our, clients: 2),
            let one = findings.find("readrandom", our, clients: 1)
        {
            goals.append(goal("point read from two clients: of one", our, 1.7, two.ratios(to: one)))
        }
        goals += ["A", "B", "D", "F"].map {
            faster("YCSB \($0), 64 clients: of the best peer", our, "YCSB \($0)", 64, Self.peers, 3)
        }
        goals.append(faster("YCSB E, 64 clients: of RocksDB", our, "YCSB E", 64, ["RocksDB"], 1))
        return goals.compactMap { $0 }
    }

    private func compaction(_ our: String) -> [Goal] {
        var goals: [Goal?] = []
        for series in findings.series where series.contender == our && series.part == "compaction" {
            if series.workload.hasSuffix("live byte, compacted") {
                goals.append(
                    goal(
                        "\(series.workload.prefix { $0 != ":" }): room for each live byte, its own framing included",
                        our, 2 * Self.framing, series.values, isAtLeast: false))
            }
            if series.workload.hasSuffix("each of the program's"), let sqlite = findings.find(series.workload, "SQLite")
            {
                goals.append(
                    goal(
                        "\(series.workload.prefix { $0 != ":" }), batches of 100: SQLite's writes, of ours",
                        our, 10, sqlite.ratios(to: series)))
            }
        }
        if let felt = findings.find("beside a writer: p99 beside, of p99 without", our) {
            goals.append(
                goal(
                    "compaction: p99 of a writer beside it, of p99 without", our, 1.5, felt.values,
                    isAtLeast: false))
        }
        return goals.compactMap { $0 }
    }

    /// A line of the log, of the bytes of key and record that the others are given.
    private static let framing =
        Double(SampleText.jsonBytes + 119) / Double(SampleText.jsonBytes + SampleText.keyBytes)

    private var openings: [Goal] {
        var goals: [Goal?] = []
        for records in [1_000_000, 10_000_000] {
            let ours = findings.find("\(records) records, of log", "Cairn log, without snapshot and hints")
            for (peer, limit) in [("RocksDB", 10.0), ("LevelDB", 5.0)] {
                guard let ours, let other = findings.find("\(records) records, of log", "\(peer), all in its log")
                else {
                    continue
                }
                goals.append(
                    goal(
                        "\(records) records: recovery from the log, MB/s, of \(peer)", ours.contender, limit,
                        ours.ratios(to: other)))
            }
        }
        if let opening = findings.find("1000000 records", "Cairn log, snapshot") {
            goals.append(
                goal(
                    "a million keys opened with a snapshot, ms", opening.contender, 100, opening.values,
                    isAtLeast: false))
        }
        return goals.compactMap { $0 }
    }

    /// Against whoever of them is best by the median.
    private func faster(
        _ what: String, _ our: String, _ workload: String, _ clients: Int, _ others: [String], _ limit: Double
    ) -> Goal? {
        let series = others.compactMap { findings.find(workload, $0, clients: clients) }
        guard let best = series.max(by: { $0.median < $1.median }) else { return nil }
        guard let own = findings.find(workload, our, clients: clients) else { return nil }
        let name = others.count > 1 ? "\(what) (\(best.contender))" : what
        return goal(name, our, limit, own.ratios(to: best))
    }

    private func goal(
        _ what: String, _ our: String, _ limit: Double, _ values: [Double], isAtLeast: Bool = true
    ) -> Goal? {
        values.isEmpty ? nil : Goal(what: what, contender: our, isAtLeast: isAtLeast, limit: limit, values: values)
    }
}
