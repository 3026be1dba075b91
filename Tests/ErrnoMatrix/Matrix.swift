import CairnDisk
import FieldKit
import Synchronization

/// Runs all combinations on a few threads and keeps the score.
final class Matrix: Sendable {
    private let bench: Bench
    private let combinations: [Combination]
    private let score = Mutex(Score())

    private struct Score {
        var next = 0
        var verdict = Verdict()
        var failure: String?
        /// By step and errno.
        var runs: [String: Int] = [:]
        var broken: [String: Int] = [:]
        /// By the code that the program ended with.
        var endings: [String: Int] = [:]
        /// Runs in which the call was never reached: timing decides how many there are.
        var missed = 0
    }

    init(bench: Bench, combinations: [Combination]) {
        self.bench = bench
        self.combinations = combinations
    }

    /// Errors: a thread cannot be started, or the bench is broken.
    func run(jobs: Int) throws {
        var workers: [WorkerThread] = []
        for job in 0..<jobs { workers.append(try WorkerThread(name: "matrix-\(job)") { self.work() }) }
        for worker in workers { worker.join() }
        if let failure = score.withLock({ $0.failure }) { throw FieldError(failure) }
    }

    private func work() {
        while let combination = next() {
            do {
                note(try bench.run(combination), combination)
            } catch {
                score.withLock { $0.failure = "\(error)" }
            }
        }
    }

    private func next() -> Combination? {
        score.withLock { score in
            guard score.failure == nil, score.next < combinations.count else { return nil }
            defer { score.next += 1 }
            if score.next % 500 == 0, score.next > 0 {
                Driver.complain("    \(score.next) of \(combinations.count), \(score.verdict.broken) broken")
            }
            return combinations[score.next]
        }
    }

    private func note(_ result: Bench.Result, _ combination: Combination) {
        let key = "\(combination.step.rawValue) \(combination.fault.errno)"
        score.withLock { score in
            score.runs[key, default: 0] += 1
            score.endings[CairnCommand.name(result.ending), default: 0] += 1
            if result.struck.isEmpty { score.missed += 1 }
            if !result.violations.isEmpty { score.broken[key, default: 0] += 1 }
            score.verdict.report(
                result.violations, "\(combination) (\(result.struck))",
                replay: "errno-matrix --cairn '\(bench.program)' --only \(combination)")
        }
    }

    /// Prints the table; true when nothing was broken.
    func summary(seconds: Double) -> Bool {
        score.withLock { score in
            Driver.say(Self.row("runs/broken", FaultShim.Fault.errnos))
            for step in Step.allCases {
                let cells = FaultShim.Fault.errnos.map { errno in
                    let key = "\(step.rawValue) \(errno)"
                    return score.runs[key].map { "\($0)/\(score.broken[key] ?? 0)" } ?? "-"
                }
                Driver.say(Self.row(step.rawValue, cells))
            }
            let endings = score.endings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            Driver.say("    \(endings.joined(separator: ", ")); call not reached: \(score.missed); \(Int(seconds)) s")
            let broken = score.verdict.broken
            Driver.say(
                broken == 0
                    ? "errno-matrix: \(combinations.count) combinations, every promise was kept"
                    : "errno-matrix: \(broken) of \(combinations.count) combinations broken")
            return broken == 0
        }
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        ([name] + cells).map { $0 + String(repeating: " ", count: max(1, 12 - $0.count)) }.joined()
    }
}
