/// One option of a verb, as the parser and the help text know it.
struct Option: Sendable {
    /// Without the dashes.
    var name: String
    /// The name of its value in the help text; nil for a plain switch.
    var value: String?
    /// May be given more than once.
    var repeats = false
    /// The words that its value can be, for the shell to complete; none where it is free.
    var choices: [String] = []
    /// One sentence.
    var help: String

    static let json = Option(name: "json", help: "write for machines: one JSON object, or JSON lines")
    static let quiet = Option(name: "quiet", help: "no progress and no notes on standard error")
    static let yes = Option(name: "yes", help: "do it without asking")
    static let help = Option(name: "help", help: "show this text")
}

/// One word that a verb expects besides its options.
struct Operand: Sendable {
    /// As the help text writes it.
    var name: String
    /// One sentence.
    var help: String
    /// The last operand may be given several times.
    var repeats = false
    /// It may be left out, with all behind it.
    var isOptional = false
    /// The words that it can be, for the shell to complete; none where it is free.
    var choices: [String] = []

    static let store = Operand(name: "STORE", help: "the directory of the store")
    static let type = Operand(name: "TYPE", help: "the kind of record, such as `plan`")
}
