import Foundation

/// This program once more, in a process of its own: to have its memory counted alone, and to be killed.
public enum ChildProcess {
    /// The first word of a child's command line.
    public static let mark = "--child"

    /// Starts a child and waits for its end, on the caller's thread: what it said, and whether a signal ended it.
    public static func run(_ words: [String]) throws -> (said: Data, wasKilled: Bool) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = [mark] + words
        // Drawing a crash would take longer than what is measured, and stand in the middle of the table.
        process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (said, process.terminationReason == .uncaughtSignal)
    }

    /// The most memory that this process ever had.
    public static func peakBytes() -> Int {
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
