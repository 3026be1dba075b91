import CairnLog

/// The acts of the demonstration, one after the other.
struct DemoStory {
    let console: Console
    /// Everything happens in here.
    let folder: String
    let seconds: Int
    var result = DemoResult()
    var heard = DemoAcknowledgements()
    private var act = 0

    static let tasks = 64
    /// Small, so that a few seconds of writing seal some of them.
    static let segmentBytes = 2 << 20

    init(console: Console, folder: String, seconds: Int) {
        self.console = console
        self.folder = folder
        self.seconds = seconds
    }

    var store: String { folder + "/store" }

    /// This very program, for the verbs that run as processes of their own.
    var program: String { CommandLine.arguments.first ?? "cairn" }

    /// From the first act to the last; stops between two of them when the user wants it.
    mutating func tell() async throws {
        try say("\n\(console.style.bold("cairn demo"))  a store, \(Self.tasks) tasks, one crash and one flipped bit\n")
        try measureTheDisk()
        try writeUntilKilled()
        let log = try await reopen()
        try await prove(log, missing: nil)
        try await log.close()
        try rest()
        let flipped = try flipABit()
        try await salvage(flipped)
        try rest()
        try await compact()
        try showWithJQ()
    }

    /// The last word.
    func end(isKept: Bool) throws {
        if console.isJSON { return try console.writeJSON(result) }
        if result.brokenPromises.isEmpty {
            try say("\n\(console.style.green("every promise was kept"))\n")
        } else {
            try say(
                "\n\(console.style.red("a promise was broken: \(result.brokenPromises.joined(separator: "; "))"))\n")
        }
        if isKept { try say("the store is in \(store)\n") }
    }

    private mutating func measureTheDisk() throws {
        try title("The bare disk")
        result.floorSyncsPerSecond = try SyncFloor.measure(in: folder, seconds: 1).syncsPerSecond
        try say("one line at a time, written and synced: \(perSecond(result.floorSyncsPerSecond, "syncs"))\n")
    }

    mutating func title(_ text: String) throws {
        act += 1
        try say("\n\(console.style.bold("\(act)  \(text)"))\n")
    }

    /// Text for people, at once: it is a story.
    func say(_ text: String) throws {
        guard !console.isJSON else { return }
        try console.output.write(text)
        try console.output.flush()
    }

    /// Notes whether something is as promised, and shows it.
    mutating func promise(_ holds: Bool, _ text: String) throws {
        if !holds { result.brokenPromises.append(text) }
        try say("\(holds ? console.style.green("✔") : console.style.red("✘")) \(text)\n")
    }

    /// Runs a verb of this program as a user would, and shows what it says.
    func show(_ words: [String]) throws -> Int32 {
        try say(console.style.blue("$ cairn \(words.joined(separator: " "))") + "\n")
        let (text, code) = try ChildProcess.capture([program] + words)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            try say(line.isEmpty ? "\n" : "  \(line)\n")
        }
        try say(console.style.dim("exit code \(code)") + "\n")
        return code
    }

    func perSecond(_ number: Double, _ what: String) -> String {
        "\(Quantity.count(Quantity.whole(number))) \(what) a second"
    }

    /// Between two acts.
    private func rest() throws {
        if console.interruption.isRequested { throw CommandFailure.interrupted }
    }
}
