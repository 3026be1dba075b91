#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The frame of every driver: options, cleaning up whichever way it ends, and the exit code.
package enum Driver {
    /// Runs `body` and ends the process: 0 when it returns true, 1 when it returns false or throws, 64 for wrong usage.
    /// `usage` begins with a line that shows each option in `names`.
    package static func main(usage: String, names: Set<String>, _ body: (Options) throws -> Bool) -> Never {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.contains("--help") {
            say(usage)
            exit(0)
        }
        let options: Options
        do {
            options = try Options(arguments, names: names)
        } catch {
            complain("\(error)\n\(usage)")
            exit(64)
        }
        var isFine = false
        do {
            try Cleanup.shared.watchForInterrupts()
            isFine = try body(options)
        } catch {
            Cleanup.shared.stopIfInterrupted()
            complain("\(error)")
        }
        Cleanup.shared.stopIfInterrupted()
        Cleanup.shared.settleAll()
        exit(isFine ? 0 : 1)
    }

    /// Says that this cannot be done here, and why; that is no failure.
    package static func skip(_ reason: String) -> Bool {
        say("SKIPPED: \(reason)")
        return true
    }

    /// Prints a line at once: a log that is watched or cut short still ends with the last line.
    package static func say(_ text: String) { emit(text, 1) }

    package static func complain(_ text: String) { emit(text, 2) }

    private static func emit(_ text: String, _ fd: Int32) {
        let bytes = Array((text + "\n").utf8)
        _ = write(fd, bytes, bytes.count)
    }

    package static var isRoot: Bool { geteuid() == 0 }
}
