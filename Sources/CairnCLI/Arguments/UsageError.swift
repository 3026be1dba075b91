/// The command line was not understood: exit code 64.
struct UsageError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, and what would be right.
    var message: String
    /// The verb whose help is worth reading.
    var verb: String?

    init(_ message: String, verb: String? = nil) {
        self.message = message
        self.verb = verb
    }

    var description: String {
        message + "\n" + "try `cairn \(verb.map { "\($0) " } ?? "")--help`"
    }
}
