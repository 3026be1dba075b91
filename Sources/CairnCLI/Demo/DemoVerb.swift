import CairnLog

/// `cairn demo`: the promise of the store, shown in under a minute.
struct DemoVerb: Verb {
    static let manual = Manual(
        name: "demo", summary: "write, crash, prove, damage, repair: the whole promise in under a minute", operands: [],
        options: [
            Option(name: "seconds", value: "N", help: "how long to write before the crash (default 4)"),
            Option(name: "keep", help: "leave the store for a look at it"),
            .json, .quiet,
        ],
        notes: [
            "Writes records from 64 tasks in another process, kills it with -9, opens the store again and checks every",
            "record that was acknowledged, byte for byte. Then flips one bit, shows how that is found, and repairs it.",
            "Works in a temporary folder (TMPDIR) and removes it. Exit code 1 if a promise was broken.",
        ],
        examples: ["cairn demo", "cairn demo --seconds 10 --keep"])

    private let seconds: Int
    private let isKept: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        seconds = try arguments.number("seconds", in: 1...120) ?? 4
        isKept = arguments.has("keep")
    }

    func run(_ console: Console) async throws -> ExitCode {
        let folder = try TemporaryFolder(named: "cairn-demo", isKept: isKept)
        var story = DemoStory(console: console, folder: folder.path, seconds: seconds)
        try await story.tell()
        try story.end(isKept: isKept)
        // Held until here: with it goes the folder.
        _ = consume folder
        return story.result.brokenPromises.isEmpty ? .fine : .failure
    }
}
