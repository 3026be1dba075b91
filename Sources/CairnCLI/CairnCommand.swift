#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The program `cairn`: finds the verb, has it read its words, performs it, and says how it went.
@main
enum CairnCommand {
    /// The first version; the format of a store has a number of its own.
    static let version = "0.1.0"

    /// Not `async`: an asynchronous main leaves its thread to the system, which parks it with every signal let through.
    /// Here it is the thread that waits for signals, while the work is done elsewhere.
    static func main() {
        do throws(CommandFailure) {
            let interruption = try Interruption()
            Task.detached { exit(await perform(interruption).number) }
            interruption.takeSignals()
        } catch {
            Console.lastWords("cairn: \(error)\n")
            exit(ExitCode.failure.number)
        }
    }

    private static func perform(_ interruption: Interruption) async -> ExitCode {
        var console = Console(interruption: interruption, isJSON: false, isQuiet: false)
        do {
            let words = try CommandWords.read()
            // Even a command line that makes no sense is answered in the form it asked for.
            console.isJSON = words.contains("--json")
            guard let first = words.first else {
                console.say(HelpText.overview(console.noteStyle))
                return .usage
            }
            if let answer = try HelpText.answer(to: words, console.style) {
                try console.output.write(answer)
                try console.output.flush()
                return .fine
            }
            return try await run(first, Array(words.dropFirst()), &console)
        } catch is OutputStream.Closed {
            return .fine
        } catch {
            return console.report(error)
        }
    }

    private static func run(_ name: String, _ words: [String], _ console: inout Console) async throws -> ExitCode {
        guard let verb = VerbList.verb(named: name) else {
            throw UsageError(Arguments.unknown(name, VerbList.shown.map { $0.manual.name }))
        }
        let arguments = try Arguments(words, verb.manual)
        if arguments.wantsHelp {
            try console.output.write(verb.manual.text)
            try console.output.flush()
            return .fine
        }
        console.isJSON = arguments.has("json")
        console.isQuiet = arguments.has("quiet")
        let code = try await verb.init(arguments).run(console)
        try console.output.flush()
        return code
    }
}
