import BenchProcess
import Foundation

/// What happens in a process of its own, which kills itself at the end: every measured opening follows a crash, and has
/// its memory to itself.
enum ChildTask {
    private static let batch = 1_000

    enum Work: String, Codable { case fill, open, look }

    /// What a child is asked to do.
    struct Order: Codable {
        var work: Work
        var title: String
        var folder: String
        var records: Int
    }

    /// What it says of an opening.
    struct Opening: Codable {
        /// Until the first record was read.
        var milliseconds: Double
        /// The most memory that the process ever had.
        var peakBytes: Int
        /// Of the log, where the store says so.
        var logBytes: Int?
    }

    /// The child's whole life.
    static func live(_ words: [String]) async {
        do {
            let order = try JSONDecoder().decode(Order.self, from: Data((words.first ?? "").utf8))
            guard let one = RecoveryCase.all(EntrantList.all).first(where: { $0.title == order.title }) else {
                throw ContenderFailure(order.title, "nobody is called so")
            }
            switch order.work {
            case .fill: try await fill(one, order)
            case .open: try await open(one, order)
            case .look: try await look(one, order)
            }
            kill(getpid(), SIGKILL)
        } catch {
            FileHandle.standardError.write(Data("peer-bench, child: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func fill(_ one: RecoveryCase, _ order: Order) async throws {
        let store = try await one.entrant.open(order.folder, one.setup)
        try await Loading.load(store, 0..<order.records, batch: batch)
        if one.setup.takesSnapshot { try await store.snapshot() }
    }

    private static func open(_ one: RecoveryCase, _ order: Order) async throws {
        let start = ContinuousClock.now
        let store = try await one.entrant.open(order.folder, one.setup)
        guard try reader(store).read(.read(order.records - 1)) == 1 else {
            throw ContenderFailure(order.title, "lost its last record, which was acknowledged")
        }
        let taken = (ContinuousClock.now - start) / .milliseconds(1)
        let opening = Opening(milliseconds: taken, peakBytes: ChildProcess.peakBytes(), logBytes: store.logBytesRead)
        FileHandle.standardOutput.write(try JSONEncoder().encode(opening))
        withExtendedLifetime(store) {}
    }

    /// Who hangs is told to die.
    private static let patienceSeconds: UInt32 = 20

    /// Compares every record with what was written.
    private static func look(_ one: RecoveryCase, _ order: Order) async throws {
        alarm(patienceSeconds)
        var outcome = DamageOutcome.whole
        do {
            let store = try await one.entrant.open(order.folder, one.setup)
            let reader = try reader(store)
            var text = SampleText()
            for number in 0..<order.records {
                text.set(number, salt: 0)
                if try reader.bytes(number) != text.json { outcome = .silent }
            }
            if store.isWarned { outcome = .told }
            withExtendedLifetime(store) {}
        } catch { outcome = .told }
        FileHandle.standardOutput.write(try JSONEncoder().encode([outcome]))
    }

    private static func reader(_ store: any Contender) throws -> any Reader {
        switch try store.client(.synced) {
        case .thread(let client): client
        case .task(let client): client
        }
    }

    /// What a child found that compares every record; where it said nothing, it died of it.
    static func look(_ order: Order) async throws -> DamageOutcome {
        let word = String(decoding: try JSONEncoder().encode(order), as: UTF8.self)
        return try await PlainThread.run {
            let (said, _) = try ChildProcess.run([word])
            try Interruption.check()
            return try said.isEmpty ? .died : JSONDecoder().decode([DamageOutcome].self, from: said)[0]
        }
    }

    /// Starts a child and waits for its death. What it said is nil where it had nothing to say.
    static func send(_ order: Order) async throws -> Opening? {
        let word = String(decoding: try JSONEncoder().encode(order), as: UTF8.self)
        return try await PlainThread.run {
            let (said, wasKilled) = try ChildProcess.run([word])
            try Interruption.check()
            guard wasKilled else { throw ContenderFailure(order.title, "the child failed") }
            return said.isEmpty ? nil : try JSONDecoder().decode(Opening.self, from: said)
        }
    }
}
