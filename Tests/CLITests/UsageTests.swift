import Testing

/// What is said before anything is done.
@Suite struct UsageTests {
    /// In the order of the help.
    static let verbs = [
        "put", "get", "delete", "query", "history", "watch", "log", "stats", "index", "import", "export", "verify",
        "recover", "reseal", "restore", "compact", "snapshot", "completion", "demo",
    ]

    @Test func `no words at all show the help and count as wrong usage`() throws {
        let result = try Command().run([])
        #expect(result.code == 64)
        #expect(result.lines.isEmpty)
        for verb in Self.verbs { #expect(result.errors.contains("  \(verb) ")) }
    }

    @Test(arguments: ["--help", "-h", "help"]) func `help is data, not an error`(word: String) throws {
        let result = try Command().run([word])
        #expect(result.code == 0)
        #expect(result.errors.isEmpty)
        #expect(result.text.contains("exit codes"))
        #expect(!result.text.contains("demo-writer"), "hidden verbs stay hidden")
    }

    @Test(arguments: verbs) func `each verb explains itself with examples`(verb: String) throws {
        let command = try Command()
        let result = try command.run([verb, "--help"])
        #expect(result.code == 0)
        #expect(result.text.contains("usage: cairn \(verb)") && result.text.contains("examples:"))
        #expect(result.text.contains("--json"), "--json on every verb")
        #expect(try command.run(["help", verb]).lines == result.lines)
    }

    @Test func `the version is told`() throws {
        #expect(try Command().run(["--version"]).lines.first?.hasPrefix("cairn ") == true)
    }

    @Test(arguments: [
        (["putt", "s", "t"], "did you mean `put`?"),
        (["bogus"], "`bogus` is not known\ntry"),
        (["put"], "STORE is missing"),
        (["put", "", "t"], "STORE is empty"),
        (["put", "s"], "TYPE is missing"),
        (["put", "s", ""], "cannot be a TYPE"),
        (["put", "s", "update"], "`update` cannot be a TYPE: reservedKind"),
        (["get", "s", "t", "i", "more"], "`more` is one word too many"),
        (["log", "s", "--folow"], "did you mean `--follow`?"),
        (["log", "s", "--from"], "--from needs a value: SEQ"),
        (["log", "s", "--from", "-1"], "--from wants a number"),
        (["log", "s", "--from", "99999999999999999999"], "--from wants a number"),
        (["log", "s", "--from", "1", "--from", "2"], "--from was given twice"),
        (["log", "s", "--follow=yes"], "--follow takes no value"),
        (["put", "s", "t", "--durability", "maybe"], "--durability wants"),
        (["put", "s", "t", "--durability", "maybe"], "try `cairn put --help`"),
        (["put", "s", "t", "--segment-bytes", "1"], "from 65536"),
        (["recover", "s", "--mode", "readOnly"], "--mode wants"),
        (["compact", "s", "--retention", "plan"], "--retention wants"),
        (["compact", "s", "--retention", "plan"], "try `cairn compact --help`"),
        (["compact", "s", "--retention", "plan=0"], "--retention wants"),
        (["compact", "s", "--retention", "plan=2", "--retention", "plan=3"], "given twice for the kind `plan`"),
        (["demo", "--seconds", "0"], "--seconds wants"),
        (["query", "s", "t", "--where", "score >> 1"], "expected a value after `>`, not `>`, at column 8"),
        (["query", "s", "t", "--sort", "score:down"], "expected `,`, `ascending` or `descending`"),
        (["query", "s", "t", "--count", "--table"], "--count and --table exclude each other"),
        (["query", "s", "t", "--table", "--json"], "choose one"),
        (["get", "s", "t", "i", "--as-of", "yesterday"], "`yesterday` is no moment"),
        (["restore", "s", "t", "--as-of", "2026-02-30"], "`2026-02-30` is no moment"),
        (["restore", "s"], "NEW_FOLDER is missing"),
        (["import", "s", "t", "f", "--on-error", "pause"], "--on-error wants stop or skip"),
        (["import", "s", "update", "f"], "`update` cannot be a TYPE: reservedKind"),
        (["export", "s", "--format", "csv"], "wants a TYPE"),
        (["export", "s", "t", "--format", "xml"], "--format wants jsonl or csv"),
        (["watch", "s", "t", "more"], "`more` is one word too many"),
        (["completion", "tcsh"], "SHELL is bash, zsh or fish"),
        (["stats", "s", "--prometheus", "--json"], "exclude each other"),
    ])
    func `wrong usage is told apart from failure`(words: [String], message: String) throws {
        let command = try Command()
        let result = try command.run(words)
        #expect(result.code == 64)
        #expect(result.lines.isEmpty)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.errors.contains("--help"))
    }

    @Test func `a wrong command line is answered in JSON where JSON was asked for`() throws {
        let result = try Command().run(["log", "s", "--bogus", "--json"])
        #expect(result.code == 64)
        #expect(result.errors.hasPrefix(#"{"error":{"code":"usage","message":"`--bogus` is not known"#))
    }

    @Test func `two dashes end the options`() throws {
        let command = try Command()
        try command.fill(1)
        let result = try command.run(["get", command.store, "plan", "--", "--yes"])
        #expect(result.code == 1)
        #expect(result.errors.contains("no plan with the id --yes"))
    }

    @Test func `a word that is not UTF-8 is refused, not mended`() throws {
        let command = try Command()
        let script = #"exec "$0" get store plan "$(printf 'a\377b')""#
        let result = try command.run(with: ["sh", "-c", script, Command.program])
        #expect(result.code == 64)
        #expect(result.errors.contains("not UTF-8"))
    }
}
