/// What the stores hold when a workload begins.
enum Stock: Sendable { case empty, loaded, ordered }

/// A contest in doing one kind of thing.
struct Workload: Sendable {
    /// As db_bench or YCSB calls it.
    var name: String
    var sentence: String
    var clients: [Int]
    var stock: Stock
    var keeping = Keeping.synced
    var needs: Set<Entrant.Ability> = []
    var unit = "operations/s"
    /// Deeds between two looks at the clock.
    var stride = 1
    /// Records that each read must meet; nil where it depends on what others did before.
    var expects: ClosedRange<Int>? = 1...1
    /// Removed records are put back after each turn.
    var removes = false
    /// Only reads count.
    var countsReads = false
    var choose: Choice
}

/// The workloads, in the order in which they are run.
enum WorkloadList {
    /// Records in the stores that are loaded: some 30 MB, which fits into everybody's cache.
    static let records = 200_000
    private static let batch = 100
    /// So that scores keep ten digits.
    private static let keySpace: UInt64 = 8_000_000_000

    static let all = fills + reads + ycsb + last + ordered

    /// Keys that come in no order, none twice except by a rare chance.
    private static func scattered(_ number: Int) -> Int { Int(Random.mixed(UInt64(number)) % keySpace) }

    private static let fills = [
        Workload(
            name: "fillsync", sentence: "new records, keys in no order, each durable", clients: [1, 16, 64, 256],
            stock: .empty, unit: "records/s"
        ) { .write(scattered($0.population.newNumber()), salt: 0) },
        Workload(
            name: "fillbatch", sentence: "new records in batches of 100, keys in no order, durable together",
            clients: [1], stock: .empty, unit: "records/s"
        ) { ticket in .batch((0..<batch).map { _ in scattered(ticket.population.newNumber()) }, salt: 0) },
        Workload(
            name: "fillrandom", sentence: "new records, keys in no order, buffered by the system", clients: [1, 64],
            stock: .empty, keeping: .buffered, unit: "records/s"
        ) { .write(scattered($0.population.newNumber()), salt: 0) },
    ]

    private static let reads = [
        Workload(
            name: "readrandom", sentence: "the bytes of records that are there", clients: [1, 2, 16], stock: .loaded,
            needs: [.reads], stride: 64
        ) { .read($0.random.below(records)) },
        Workload(
            name: "readrandom typed", sentence: "the same as Swift values", clients: [1], stock: .loaded,
            needs: [.reads], stride: 64
        ) { .readTyped($0.random.below(records)) },
        Workload(
            name: "readmissing", sentence: "records that are not there", clients: [1], stock: .loaded,
            needs: [.reads], stride: 64, expects: 0...0
        ) { .read(900_000_000 + $0.random.below(records)) },
        Workload(
            name: "readwhilewriting", sentence: "16 clients read while one writes durably; reads counted",
            clients: [17], stock: .loaded, needs: [.reads], stride: 16, countsReads: true
        ) { $0.client == 0 ? .write($0.random.below(records), salt: $0.count) : .read($0.random.below(records)) },
        Workload(
            name: "overwrite", sentence: "records that are there, each durable", clients: [1, 64], stock: .loaded
        ) { .write($0.random.below(records), salt: $0.count) },
    ]

    private static let zipf = Zipf(count: records)
    private static let crowd = [64]

    /// A share of reads, and something else for the rest.
    private static func mix(
        _ name: String, _ sentence: String, reads: Double, _ other: @escaping @Sendable (inout Ticket) -> Deed
    ) -> Workload {
        Workload(name: name, sentence: sentence, clients: crowd, stock: .loaded, needs: [.reads]) { ticket in
            if ticket.random.share() >= reads { return other(&ticket) }
            return .read(zipf.scattered(&ticket.random))
        }
    }

    private static let ycsb = [
        mix("YCSB A", "half reads, half durable updates, few records wanted often", reads: 0.5) {
            .write(zipf.scattered(&$0.random), salt: $0.count)
        },
        mix("YCSB B", "95 % reads, 5 % durable updates", reads: 0.95) {
            .write(zipf.scattered(&$0.random), salt: $0.count)
        },
        mix("YCSB C", "reads only", reads: 1) { .read(zipf.scattered(&$0.random)) },
        Workload(
            name: "YCSB D", sentence: "95 % reads of the newest, 5 % durable inserts", clients: crowd, stock: .loaded,
            needs: [.reads], expects: 0...1
        ) { ticket in
            if ticket.random.share() >= 0.95 { return .write(ticket.population.newNumber(), salt: 0) }
            return .read(max(0, ticket.population.count - 1 - zipf.rank(&ticket.random)))
        },
        mix("YCSB F", "half reads, half read, change and write durably", reads: 0.5) {
            .modify(zipf.scattered(&$0.random), salt: $0.count)
        },
    ]

    private static let last = [
        Workload(
            name: "deleterandom", sentence: "records that are there, each removed durably", clients: [1, 64],
            stock: .loaded, needs: [.deletes], removes: true
        ) { ticket in ticket.population.victim(of: records).map { .delete($0) } }
    ]

    private static let ordered = [
        Workload(
            name: "seekrandom", sentence: "seeks a key and reads ten records in order, their bytes (Cairn: typed)",
            clients: [1], stock: .ordered, needs: [.scans], stride: 16, expects: 10...10
        ) { .scan(from: $0.random.below(records - 10), count: 10) },
        Workload(
            name: "seekrandom typed", sentence: "the same as Swift values", clients: [1], stock: .ordered,
            needs: [.scans], stride: 16, expects: 10...10
        ) { .scanTyped(from: $0.random.below(records - 10), count: 10) },
        Workload(
            name: "YCSB E", sentence: "95 % scans of 1 to 100 records, 5 % durable inserts", clients: crowd,
            stock: .ordered, needs: [.scans], expects: 1...100
        ) { ticket in
            if ticket.random.share() >= 0.95 { return .write(ticket.population.newNumber(), salt: 0) }
            return .scan(from: zipf.scattered(&ticket.random), count: 1 + ticket.random.below(100))
        },
    ]
}
