import BenchProcess
import Cairn
import Foundation

/// A store of records with an index that is larger than the memory it may take: it is filled in one process, and opened
/// and used in another.
struct LargeStore: Measurement {
    let name = "large"
    let sentence = "a store larger than its memory is filled, opened, read, queried and written"
    /// What the process may take up at most, all told, for ten million records.
    private static let most = 512 << 20

    /// What a child does.
    enum Task: String { case fill, use }

    /// What it says of that.
    struct Report: Codable {
        var opened = 0.0
        var filled = 0.0
        var closed = 0.0
        var reads = 0.0
        var queries = 0.0
        var counts = 0.0
        var writes = 0.0
        var peakBytes = 0
        var keyTableBytes = 0
        var memoryBytes = 0
        var memoryBudget = 0
        var indexFileBytes: Int64 = 0
        var logBytes: Int64 = 0

        /// What the store says of itself.
        mutating func take(_ numbers: LogStatistics) {
            (keyTableBytes, memoryBytes) = (numbers.keyTableBytes, numbers.memoryBytes)
            (memoryBudget, indexFileBytes) = (numbers.memoryBudget, numbers.indexFileBytes)
            logBytes = numbers.logBytes
        }
    }

    func run(_ setting: Setting) async throws -> [Row] {
        let path = "\(setting.folder)/store"
        let filled = try await Self.child(path, .fill, setting.records)
        let used = try await Self.child(path, .use, setting.records)
        let records = "\(setting.records / 1_000) thousand records"
        return [
            Row(name, "\(records) with an ordered index, filled", "records/s", [filled.filled]),
            Row(
                name, "filling: peak memory", "MiB", [Self.mebibytes(filled.peakBytes)],
                .atMost(Self.mebibytes(Self.most))),
            Row(name, "closing", "s", [filled.closed]),
            Row(name, "opening with the index", "s", [used.opened]),
            Row(name, "a record at random", "µs", [used.reads]),
            Row(name, "100 records by a range of the index", "µs", [used.queries]),
            Row(name, "a count of a range", "µs", [used.counts]),
            Row(name, "an update that moves its record in the index", "µs", [used.writes]),
            Row(
                name, "all of that: peak memory", "MiB", [Self.mebibytes(used.peakBytes)],
                .atMost(Self.mebibytes(Self.most))),
            Row(name, "of that: the key table", "MiB", [Self.mebibytes(used.keyTableBytes)]),
            Row(name, "of that: what the statistics count", "MiB", [Self.mebibytes(used.memoryBytes)]),
            Row(name, "the budget", "MiB", [Self.mebibytes(used.memoryBudget)]),
            Row(name, "the file of the index", "MiB", [Double(used.indexFileBytes) / 1_048_576]),
            Row(name, "the log", "MiB", [Double(used.logBytes) / 1_048_576]),
        ]
    }

    private static func mebibytes(_ bytes: Int) -> Double { Double(bytes) / 1_048_576 }

    private static func child(_ path: String, _ task: Task, _ records: Int) async throws -> Report {
        let said = try await PlainThread.run { try ChildProcess.run([path, task.rawValue, String(records)]).said }
        return try JSONDecoder().decode(Report.self, from: said)
    }
}

/// What is kept: some 140 bytes of JSON. The value of the index says nothing about when a record was written.
private struct Item: Record {
    var id: String
    var rank: Int
    var name: String
    var email: String
    static let indices: [Index<Item>] = [.ordered("rank", \.rank)]

    init(_ number: Int) {
        id = Self.id(number)
        rank = Int(truncatingIfNeeded: Self.mixed(UInt64(number)) >> 12)
        name = "Arthur Dent number \(number)"
        email = "arthur.dent.\(number)@example.org"
    }

    /// As long as an id that a program makes.
    static func id(_ number: Int) -> String {
        let digits = String(mixed(UInt64(number)), radix: 16)
        return String(repeating: "0", count: 32 - digits.utf8.count) + digits
    }

    static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension LargeStore.Task {
    private static let times = 10_000
    private static let batch = 1_000

    func run(_ path: String, _ records: Int) async {
        do {
            var report = LargeStore.Report()
            switch self {
            case .fill: try await fill(path, records, &report)
            case .use: try await use(path, records, &report)
            }
            report.peakBytes = ChildProcess.peakBytes()
            FileHandle.standardOutput.write(try JSONEncoder().encode(report))
        } catch {
            Console.complain("the child failed: \(error)")
            exit(1)
        }
    }

    private func open(_ path: String) async throws -> StateManager {
        var options = Store.quietOptions
        options.memoryBytes = 448 << 20
        return try await StateManager.open(path, records: Item.self, options: options)
    }

    private func fill(_ path: String, _ records: Int, _ report: inout LargeStore.Report) async throws {
        let clock = ContinuousClock()
        let state = try await open(path)
        let took = try await clock.measure {
            for start in stride(from: 0, to: records, by: Self.batch) {
                let items = (start..<min(start + Self.batch, records)).map(Item.init)
                _ = try await state.create(all: items, durability: .buffered(withinMilliseconds: 10_000))
            }
            try await state.flush()
        }
        report.filled = Double(records) / (took / .seconds(1))
        report.take(state.statistics)
        report.closed = try await clock.measure { try await state.close() } / .seconds(1)
    }

    private func use(_ path: String, _ records: Int, _ report: inout LargeStore.Report) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let state = try await open(path)
        report.opened = (clock.now - start) / .seconds(1)
        func each(_ times: Int, _ body: (Int) async throws -> Void) async throws -> Double {
            let took = try await clock.measure { for number in 0..<times { try await body(number * 7_919 % records) } }
            return took / .microseconds(1) / Double(times)
        }
        report.reads = try await each(Self.times) { number in
            guard try state.get(Item.self, Item.id(number))?.rank == Item(number).rank else {
                throw RecordReads.WrongAnswer()
            }
        }
        report.queries = try await each(Self.times / 10) { number in
            let rank = Item(number).rank
            let found = try state.query(Item.where(\.rank >= rank).sorted(by: \.rank).limit(100))
            guard let first = found.first, first.rank == rank,
                zip(found, found.dropFirst()).allSatisfy({ $0.rank <= $1.rank })
            else { throw RecordReads.WrongAnswer() }
        }
        var last = 0
        report.counts = try await each(Self.times) { number in
            last = try state.count(of: Item.where(\.rank >= Item(number).rank))
        }
        guard (1...records).contains(last), try state.count(of: Item.where(\.rank >= 0)) == records else {
            throw RecordReads.WrongAnswer()
        }
        report.writes = try await each(Self.times) { number in
            try await state.update(Item.self, Item.id(number), durability: .volatile) { $0.rank = ($0.rank &* 31) >> 5 }
        }
        guard try state.count(of: Item.where(\.rank >= 0)) == records else { throw RecordReads.WrongAnswer() }
        report.take(state.statistics)
        try await state.close()
    }
}
