import BenchProcess
import Foundation
import Synchronization

/// What a client knows when it chooses its next deed.
struct Ticket {
    var random: Random
    /// From 0.
    var client: Int
    var clients: Int
    /// Deeds of this client so far.
    var count = 0
    var population: Population
}

/// Chooses what comes next; nil ends the client.
typealias Choice = @Sendable (inout Ticket) -> Deed?

/// What clients did.
struct Outcome: Sendable {
    var reads = 0
    /// Records written, removed or changed.
    var writes = 0
    /// Records met by reads.
    var met = 0
    var seconds = 0.0

    mutating func add(_ other: Outcome) {
        reads += other.reads
        writes += other.writes
        met += other.met
    }
}

/// So many clients at once, each of which waits for its deed before it does the next: threads for those who block,
/// tasks for those who do not.
struct Crowd: Sendable {
    var store: any Contender
    var clients: Int
    var keeping: Keeping
    var population: Population
    var seed: UInt64 = 1
    /// How many deeds are done between two looks at the clock.
    var stride = 1

    func run(seconds: Double, _ choose: @escaping Choice) async throws -> Outcome {
        var threads: [any ThreadClient] = []
        var tasks: [any TaskClient] = []
        for _ in 0..<clients {
            switch try store.client(keeping) {
            case .thread(let client): threads.append(client)
            case .task(let client): tasks.append(client)
            }
        }
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        var outcome =
            tasks.isEmpty ? try await run(threads, until: end, choose) : try await run(tasks, until: end, choose)
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        try Interruption.check()
        return outcome
    }

    private func ticket(_ client: Int) -> Ticket {
        let own = Random.mixed(seed &* 65_537 &+ UInt64(client))
        return Ticket(random: Random(seed: own), client: client, clients: clients, population: population)
    }

    private func run(
        _ workers: [any ThreadClient], until end: ContinuousClock.Instant, _ choose: @escaping Choice
    ) async throws -> Outcome {
        // One client is one thread, and so is each of many.
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            for (index, worker) in workers.enumerated() {
                let first = ticket(index)
                group.addTask { try await PlainThread.run { try work(worker, first, until: end, choose) } }
            }
            return try await group.reduce(into: Outcome()) { $0.add($1) }
        }
    }

    private func work(
        _ worker: any ThreadClient, _ first: Ticket, until end: ContinuousClock.Instant, _ choose: Choice
    ) throws -> Outcome {
        var (ticket, outcome) = (first, Outcome())
        while ContinuousClock.now < end, !Interruption.isAsked {
            for _ in 0..<stride {
                guard let deed = choose(&ticket) else { return outcome }
                if deed.isWrite {
                    try worker.write(deed)
                    outcome.writes += deed.records
                } else {
                    outcome.met += try worker.read(deed)
                    outcome.reads += 1
                }
                ticket.count += 1
            }
        }
        return outcome
    }

    private func run(
        _ workers: [any TaskClient], until end: ContinuousClock.Instant, _ choose: @escaping Choice
    ) async throws -> Outcome {
        // A lone client is the task that asks, without a group around it.
        if workers.count == 1 { return try await workAlone(workers[0], ticket(0), until: end, choose) }
        return try await withThrowingTaskGroup(of: Outcome.self) { group in
            for (index, worker) in workers.enumerated() {
                let first = ticket(index)
                group.addTask { try await work(worker, first, until: end, choose) }
            }
            return try await group.reduce(into: Outcome()) { $0.add($1) }
        }
    }

    @concurrent
    private func workAlone(
        _ worker: any TaskClient, _ first: Ticket, until end: ContinuousClock.Instant, _ choose: Choice
    ) async throws -> Outcome { try await work(worker, first, until: end, choose) }

    private func work(
        _ worker: any TaskClient, _ first: Ticket, until end: ContinuousClock.Instant, _ choose: Choice
    ) async throws -> Outcome {
        var (ticket, outcome) = (first, Outcome())
        while ContinuousClock.now < end, !Interruption.isAsked {
            let writes = outcome.writes
            for _ in 0..<stride {
                guard let deed = choose(&ticket) else { return outcome }
                if deed.isWrite {
                    try await worker.write(deed)
                    outcome.writes += deed.records
                } else {
                    outcome.met += try worker.read(deed)
                    outcome.reads += 1
                }
                ticket.count += 1
            }
            // Whoever only reads lets the others in, as a program with more tasks than cores must.
            if clients > 1, outcome.writes == writes { await Task.yield() }
        }
        return outcome
    }
}
