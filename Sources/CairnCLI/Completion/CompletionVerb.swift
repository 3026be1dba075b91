/// `cairn completion SHELL`
struct CompletionVerb: Verb {
    static let manual = Manual(
        name: "completion", summary: "print a script that lets a shell complete verbs and options",
        operands: [
            Operand(name: "SHELL", help: "bash, zsh or fish", choices: CompletionShell.allCases.map(\.rawValue))
        ],
        options: [
            Option(name: "json", help: "write for machines: the script in a JSON object"), .quiet,
        ],
        notes: ["Made from the same manuals as these texts. It completes verbs, options, their values and files."],
        examples: [
            "source <(cairn completion bash)              # in .bashrc",
            "cairn completion zsh > ~/.zfunc/_cairn       # with ~/.zfunc in fpath, before compinit",
            "cairn completion fish > ~/.config/fish/completions/cairn.fish",
        ])

    private let shell: CompletionShell

    init(_ arguments: Arguments) throws(UsageError) {
        guard let shell = CompletionShell(rawValue: arguments.operands[0]) else {
            throw UsageError("SHELL is bash, zsh or fish, not `\(arguments.operands[0])`", verb: "completion")
        }
        self.shell = shell
    }

    func run(_ console: Console) async throws -> ExitCode {
        let script = shell.script(for: VerbList.shown.map { $0.manual })
        if console.isJSON { try console.writeJSON(["script": script]) } else { try console.output.write(script) }
        return .fine
    }
}
