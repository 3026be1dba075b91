import BenchProcess
import Foundation
import Synchronization

/// Writes that arrive by the clock whether those before them are done or not, as requests of the world do. A latency
/// counts from when the write should have begun.
struct OpenLoop: Sendable {
    var store: any Contender
    /// A second.
    var rate: Int
    /// Who blocks has so many threads to take what arrives.
    var lanes: Int
    var records: Int
    var seconds: Double
    var seed: UInt64

    /// After so long behind the last arrival, what is not begun counts with the time that it waited.
    private static let patience = 1.0

    /// Microseconds of each arrival.
    func latencies() async throws -> [Double] {
        switch try store.client(.synced) {
        case .thread: try await byThreads()
        case .task: try await byTasks()
        }
    }

    private func number(_ arrival: Int) -> Int {
        Int(Random.mixed(seed &* 1_000_003 &+ UInt64(arrival)) % UInt64(records))
    }

    private func byThreads() async throws -> [Double] {
        var clients: [any ThreadClient] = []
        for _ in 0..<lanes {
            if case .thread(let client) = try store.client(.synced) { clients.append(client) }
        }
        let schedule = Schedule(rate: rate, seconds: seconds)
        let arrivals = Arrivals(schedule.count)
        return try await withThrowingTaskGroup(of: [Double].self) { group in
            for client in clients {
                group.addTask {
                    try await PlainThread.run {
                        var times: [Double] = []
                        // Whoever is free takes the next arrival.
                        while let arrival = arrivals.take() {
                            schedule.wait(for: arrival)
                            if schedule.isOver(Self.patience) || Interruption.isAsked {
                                times.append(schedule.microseconds(since: arrival))
                                continue
                            }
                            try client.write(.write(number(arrival), salt: arrival))
                            times.append(schedule.microseconds(since: arrival))
                        }
                        return times
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// One thread sees the arrivals, each of which becomes a task: this costs the contender a task and a change of
    /// threads, which the threads above do not pay.
    private func byTasks() async throws -> [Double] {
        let schedule = Schedule(rate: rate, seconds: seconds)
        let pool = ClientPool(store)
        let begun = try await PlainThread.run {
            var begun: [Task<Double, any Error>] = []
            for arrival in 0..<schedule.count where !Interruption.isAsked {
                schedule.wait(for: arrival)
                begun.append(
                    Task {
                        let client = try pool.take()
                        try await client.write(.write(number(arrival), salt: arrival))
                        pool.giveBack(client)
                        return schedule.microseconds(since: arrival)
                    })
            }
            return begun
        }
        var times: [Double] = []
        for task in begun { times.append(try await task.value) }
        return times
    }
}

/// Those that nobody took yet.
final class Arrivals: Sendable {
    private let count: Int
    private let next = Atomic(0)

    init(_ count: Int) { self.count = count }

    func take() -> Int? {
        let arrival = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return arrival < count ? arrival : nil
    }
}

/// When each arrival is due.
struct Schedule: Sendable {
    let count: Int
    private let gap: Double
    private let start = Self.now()
    private let seconds: Double

    init(rate: Int, seconds: Double) {
        count = Int(Double(rate) * seconds)
        gap = 1e9 / Double(rate)
        self.seconds = seconds
    }

    private func due(_ arrival: Int) -> Double { start + Double(arrival) * gap }

    /// Sleeps to the due time; returns at once where it has passed.
    func wait(for arrival: Int) {
        let left = due(arrival) - Self.now()
        guard left > 0 else { return }
        var span = timespec(tv_sec: Int(left / 1e9), tv_nsec: Int(left.truncatingRemainder(dividingBy: 1e9)))
        nanosleep(&span, nil)
    }

    func microseconds(since arrival: Int) -> Double { (Self.now() - due(arrival)) / 1e3 }

    /// So many seconds are over behind the last arrival.
    func isOver(_ patience: Double) -> Bool { Self.now() > start + (seconds + patience) * 1e9 }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}

/// Clients that wait for work; as many as were ever busy at once.
final class ClientPool: Sendable {
    private let store: any Contender
    private let free = Mutex<[any TaskClient]>([])

    init(_ store: any Contender) { self.store = store }

    func take() throws -> any TaskClient {
        if let client = free.withLock({ $0.popLast() }) { return client }
        guard case .task(let client) = try store.client(.synced) else {
            throw ContenderFailure("pool", "this store has no tasks")
        }
        return client
    }

    func giveBack(_ client: any TaskClient) { free.withLock { $0.append(client) } }
}
