/// What is said before any verb is performed.
enum HelpText {
    /// The answer to `--help`, `--version` and `help [VERB]`; nil where the words ask for something else.
    static func answer(to words: [String], _ style: Style) throws(UsageError) -> String? {
        switch words.first {
        case "--version": return "cairn \(CairnCommand.version)\n"
        case "--help", "-h": return overview(style)
        case "help":
            guard words.count > 1 else { return overview(style) }
            guard let verb = VerbList.verb(named: words[1]) else {
                throw UsageError(Arguments.unknown(words[1], VerbList.shown.map { $0.manual.name }))
            }
            return verb.manual.text
        default: return nil
        }
    }

    /// All verbs, a line each, and what holds for all of them.
    static func overview(_ style: Style) -> String {
        var table = Table([.left, .left])
        for verb in VerbList.shown { table.add(["  " + verb.manual.name, verb.manual.summary]) }
        return """
            \(style.bold("cairn")): durable state as plain JSON lines, which a crash cannot take away

            usage: cairn VERB STORE … [options]

            \(table.text)
            Data goes to standard output, progress and messages to standard error. `--json` on every verb writes for
            machines. `cairn VERB --help` tells more, with examples; `cairn --version` tells the version.

            exit codes: 0 fine, 1 failure, 2 damage found, 3 torn tail found, 64 wrong usage

            examples:
              echo '{"id":"p1","name":"Lighthouse"}' | cairn put store plan
              cairn get store plan p1
              cairn log store --follow | jq .
              cairn demo

            """
    }
}
