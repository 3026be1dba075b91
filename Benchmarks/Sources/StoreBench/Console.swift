import Foundation

/// What is said beside the numbers.
enum Console {
    private static let isTerminal = isatty(2) == 1

    /// Where the work is: one line that is written over on a terminal.
    static func progress(_ text: String) {
        say(isTerminal ? "\r\u{1B}[K\(text)" : text + "\n")
    }

    static func clear() {
        if isTerminal { say("\r\u{1B}[K") }
    }

    static func complain(_ text: String) { say("store-bench: \(text)\n") }

    private static func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
