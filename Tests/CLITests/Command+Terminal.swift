import FieldKit

extension Command {
    /// Runs a line for the shell as at a terminal, where `typed` is typed. What the program writes to either stream
    /// comes back as one text; a bar is drawn over itself with `\r`.
    func runAtTerminal(_ line: String, typing typed: String = "") throws -> Result {
        // Only whole lines are heard, and a bar that was taken away is none.
        let line = "\(line); code=$?; echo; exit $code"
        #if os(Linux)
            let words = ["script", "-qec", line, "/dev/null"]
        #else
            let words = ["script", "-q", "/dev/null", "sh", "-c", line]
        #endif
        var result = try converse(with: ["env", "TERM=xterm", "SHELL=/bin/sh"] + words) { _, conversation in
            var pieces = typed.isEmpty ? [] : [Array(typed.utf8)]
            conversation.say = { pieces.isEmpty ? nil : pieces.removeFirst() }
        }
        // A terminal ends its lines with two characters.
        result.lines = result.lines.map { $0.unicodeScalars.last == "\r" ? String($0.unicodeScalars.dropLast()) : $0 }
        if result.lines.last?.isEmpty == true { result.lines.removeLast() }
        return result
    }

    /// Words of a command line that is given to a shell.
    static func quoted(_ words: [String]) -> String {
        words.map { "'" + $0.replacing("'", with: #"'\''"#) + "'" }.joined(separator: " ")
    }
}
