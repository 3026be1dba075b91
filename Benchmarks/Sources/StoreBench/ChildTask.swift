import CairnLog
import Foundation

/// What is done in a process of its own: to have its memory counted alone, and to be killed.
enum ChildTask {
    static let mark = "--child"

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
                peakBytes: peakBytes())
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
        try await PlainThread.run {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
            process.arguments = [mark, path]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let said = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return try JSONDecoder().decode(Opening.self, from: said)
        }
    }

    private static func peakBytes() -> Int {
        #if canImport(Darwin)
            var usage = rusage()
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #else
            // What getrusage says on Linux also counts the parent, from before the child became a program of its own.
            let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            return (line?.split(separator: " ").dropFirst().first).flatMap { Int($0) }.map { $0 * 1_024 } ?? 0
        #endif
    }
}
