/// Asks before something is done that cannot be undone.
struct Confirmation {
    var console: Console
    var verb: String
    /// `--yes` was given.
    var isGiven: Bool

    /// Whether to go on.
    ///
    /// - Throws: `UsageError` where there is nobody to ask and `--yes` was not given.
    func ask(_ question: String) throws -> Bool {
        if isGiven { return true }
        let input = StandardInput(interruption: console.interruption)
        guard input.isTerminal, console.diagnostics.isTerminal else {
            throw UsageError(
                "\(question)\nthere is no terminal to ask at: repeat it with --yes if that is wanted", verb: verb)
        }
        console.say("\(question)\n\(console.noteStyle.bold("go on?")) [y/N] ")
        let answer = input.typedLine()?.lowercased()
        if answer == "y" || answer == "yes" { return true }
        console.say("nothing was changed\n")
        return false
    }
}
