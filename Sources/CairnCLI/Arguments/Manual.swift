/// What one verb is, for the parser and for the help text: said once, used by both.
struct Manual: Sendable {
    /// The verb.
    var name: String
    /// One line for the list of verbs.
    var summary: String
    var operands: [Operand]
    var options: [Option]
    /// What else a user has to know.
    var notes: [String] = []
    /// Whole commands, worth copying.
    var examples: [String] = []
    /// The hidden verbs are part of the demonstration, not of the tool.
    var isHidden = false

    /// The help text of the verb.
    var text: String {
        var lines = ["\(summary)", "", "usage: cairn \(form)", ""]
        lines += operands.map { "  \($0.name.padded(to: 26))\($0.help)" }
        if !operands.isEmpty { lines.append("") }
        lines += (options + [.help]).map { option in
            let left = "--" + option.name + (option.value.map { " " + $0 } ?? "")
            return "  \(left.padded(to: 26))\(option.help)\(option.repeats ? " (may be repeated)" : "")"
        }
        if !notes.isEmpty { lines += [""] + notes }
        if !examples.isEmpty { lines += ["", "examples:"] + examples.map { "  " + $0 } }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `put STORE TYPE [options]`
    private var form: String {
        let words = operands.map { $0.repeats ? $0.name + "…" : $0.isOptional ? "[\($0.name)]" : $0.name }
        return ([name] + words + ["[options]"]).joined(separator: " ")
    }
}
