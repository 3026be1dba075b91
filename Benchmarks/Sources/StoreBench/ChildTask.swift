import BenchProcess
import CairnLog
import Foundation

/// What is done in a process of its own: to have its memory counted alone, and to be killed.
enum ChildTask {
    /// What a child says of an opening.
    struct Opening: Codable {
        var milliseconds: Double
        /// Of processor time, in all threads.
        var processorMilliseconds: Double
        var bytesRead: Int64
        var keys: Int
        var keyTableBytes: Int
        /// The most memory that the process ever had.
        var peakBytes: Int
    }

    /// Opens a store, says how it went, writes one record, and kills itself without closing.
    static func run(_ words: [String]) async {
        guard let path = words.first else { exit(64) }
        if words.count == 3, let task = LargeStore.Task(rawValue: words[1]), let records = Int(words[2]) {
            return await task.run(path, records)
        }
        do {
            Workplace.warm(path)
            let before = clock()
            let start = ContinuousClock.now
            let log = try await Log.open(path, options: Store.quietOptions)
            let taken = ContinuousClock.now - start
            let processor = Double(clock() - before) / Double(CLOCKS_PER_SEC)
            let numbers = log.statistics
            let opening = Opening(
                milliseconds: taken / .milliseconds(1), processorMilliseconds: processor * 1_000,
                bytesRead: log.recovery.bytesRead, keys: numbers.keys, keyTableBytes: numbers.keyTableBytes,
                peakBytes: ChildProcess.peakBytes())
            _ = try await log.append(try SampleLine(bytes: 250).entry(0))
            FileHandle.standardOutput.write(try JSONEncoder().encode(opening))
            kill(getpid(), SIGKILL)
        } catch {
            Console.complain("the child failed: \(error)")
            exit(1)
        }
    }

    /// Starts the child and waits for its death.
    static func open(_ path: String) async throws -> Opening {
        let said = try await PlainThread.run { try ChildProcess.run([path]).said }
        return try JSONDecoder().decode(Opening.self, from: said)
    }
}
