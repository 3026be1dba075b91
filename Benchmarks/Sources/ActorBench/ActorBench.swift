import CairnActors
import Foundation

/// How many messages, actors and durable transitions there are in a second.
///
///     swift run -c release --package-path Benchmarks actor-bench /a/folder/on/a/disk
@main struct ActorBench {
    static let rounds = 5
    static let clock = ContinuousClock()

    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: actor-bench PATH, to which the names of its stores are added; they are not removed")
            return
        }
        try await row("tell, one at a time", 200_000) { try await tell($0, together: 1) }
        try await row("tell, 1,024 together", 1_024_000) { try await tell($0, together: 1_024) }
        try await row("ask, one asker", 200_000, ask)
        try await row("ping-pong, round trips", 50_000, pingPong)
        try await row("spawn", 200_000, spawn)
        for crowd in [1, 64, 1_024] {
            let path = "\(CommandLine.arguments[1])-\(crowd).state"
            try await row("durable transitions, \(crowd) actors", crowd == 1 ? 1_000 : 30_720) {
                try await deposit($0, actors: crowd, path)
            }
        }
    }

    /// The median of so many rounds, and the processor's time for each, all threads together: on a machine that others
    /// use as well, that says more.
    static func row(_ name: String, _ count: Int, _ body: (Int) async throws -> Void) async throws {
        var rates: [Double] = []
        let before = processorSeconds()
        for _ in 0..<rounds {
            let start = clock.now
            try await body(count)
            rates.append(Double(count) / ((clock.now - start) / .seconds(1)))
        }
        rates.sort()
        let each = (processorSeconds() - before) / Double(count * rounds) * 1e9
        let range = "\(Int(rates[0])) to \(Int(rates[rounds - 1]))"
        say("\(name): \(Int(rates[rounds / 2]))/s (\(range)), \(Int(each)) ns of processor time each")
    }

    static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// At once, also into a pipe.
    static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    static func tell(_ count: Int, together: Int) async throws {
        let system = try ActorSystem()
        let tally = try system.actor(Tally.self, "a")
        if together == 1 {
            for _ in 0..<count { try await tally.tell(Tally.Add(amount: 1)) }
        } else {
            let batch = Array(repeating: Tally.Add(amount: 1), count: together)
            for _ in 0..<count / together { try await tally.tell(all: batch) }
        }
        _ = try await tally.ask(Tally.Total(), within: .seconds(60))
        try await system.close()
    }

    static func ask(_ count: Int) async throws {
        let system = try ActorSystem()
        let tally = try system.actor(Tally.self, "a")
        for _ in 0..<count { _ = try await tally.ask(Tally.Total()) }
        try await system.close()
    }

    static func pingPong(_ count: Int) async throws {
        let system = try ActorSystem()
        let ping = try system.actor(Player.self, "ping")
        try await ping.tell(Player.Ball(left: 2 * count - 1))
        while try await ping.ask(Player.Seen()) < count { try await Task.sleep(for: .microseconds(200)) }
        try await system.close()
    }

    static func spawn(_ count: Int) async throws {
        let before = residentBytes()
        let system = try ActorSystem()
        var actors: [ActorRef<Tally>] = []
        actors.reserveCapacity(count)
        for number in 0..<count {
            let actor = try system.actor(Tally.self, "\(number)")
            _ = try await actor.ask(Tally.Total())
            actors.append(actor)
        }
        say("  \((residentBytes() - before) / count) bytes an idle actor, with its state")
        try await system.close()
    }

    /// Each asker waits for its reply before it asks again.
    static func deposit(_ count: Int, actors: Int, _ path: String) async throws {
        let system = try await ActorSystem.open(path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<actors {
                let account = try system.actor(Account.self, "\(number)")
                group.addTask {
                    for _ in 0..<count / actors { _ = try await account.ask(Account.Deposit(amount: 1)) }
                }
            }
            try await group.waitForAll()
        }
        try await system.close()
    }

    static func residentBytes() -> Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (pages?.dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096
    }
}
