import CairnLog

extension DemoStory {
    /// Damages the store as rot would, and shows that it is noticed.
    mutating func flipABit() throws -> FlippedBit {
        let flipped = try FlippedBit.flip(inStore: store)
        try title("Flip one bit in a \(flipped.isSealed ? "sealed " : "")segment")
        try say(
            "\(flipped.file), byte \(Quantity.count(flipped.offset)), sequence \(Quantity.count(flipped.sequence))\n")
        let place = Self.difference(flipped.before, flipped.after)
        try say("  before  …\(Self.cut(flipped.before, around: place))…\n")
        try say("  after   …\(Self.cut(flipped.after, around: place))…  still JSON; no tool would mind\n")
        result.verifyExitCode = try show(["verify", store])
        try promise(result.verifyExitCode == ExitCode.damage.number, "the damage is found, and called damage")
        return flipped
    }

    /// Repairs it, and holds what is left against what was acknowledged.
    mutating func salvage(_ flipped: FlippedBit) async throws {
        try title("Salvage")
        let code = try show(["recover", store, "--mode", "salvage", "--yes"])
        try promise(code == 0, "the store can be written again")
        var options = LogOptions()
        options.recovery = .readOnly
        let log = try await Log.open(store, options: options)
        try await prove(log, missing: flipped.sequence)
        try await log.close()
    }

    /// Drops the old versions.
    mutating func compact() async throws {
        try title("Compact")
        result.bytesBeforeCompaction = try await logBytes()
        let code = try show(["compact", store, "--yes"])
        result.bytesAfterCompaction = try await logBytes()
        let before = Quantity.bytes(result.bytesBeforeCompaction)
        let after = Quantity.bytes(result.bytesAfterCompaction)
        try promise(
            code == 0 && result.bytesAfterCompaction <= result.bytesBeforeCompaction,
            "\(before) of log became \(after)")
    }

    /// The last line of it all: these are plain files.
    mutating func showWithJQ() throws {
        try title("What other tools see")
        let query = #"select(.type == "plan") | [.seq, .data.id, .data.name, .data.status]"#
        // The newest lines of all segments; `tail` keeps it short.
        let pipeline = "cat '\(store)'/seg-*.jsonl | tail -n 2000"
        let hasJQ = try ChildProcess.capture(["sh", "-c", "command -v jq"]).code == 0
        let command =
            hasJQ ? "\(pipeline) | jq -c '\(query)' | tail -n 4" : "\(pipeline) | grep '\"type\":\"plan\"' | tail -n 2"
        try say(
            console.style.blue(
                hasJQ ? "$ cat store/seg-*.jsonl | jq -c '\(query)' | tail -n 4" : "$ tail store/seg-*.jsonl") + "\n")
        let seen = try ChildProcess.capture(["sh", "-c", command])
        for line in seen.text.split(separator: "\n") { try say("  \(line)\n") }
        try promise(
            seen.code == 0 && !seen.text.isEmpty,
            hasJQ ? "jq reads the files as they are" : "plain lines (jq is not installed)")
    }

    private func logBytes() async throws -> Int64 {
        var options = LogOptions()
        options.recovery = .readOnly
        let log = try await Log.open(store, options: options)
        let bytes = log.statistics.logBytes
        try await log.close()
        return bytes
    }

    /// The first character in which two texts differ.
    private static func difference(_ a: String, _ b: String) -> Int {
        zip(a.utf8, b.utf8).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
    }

    private static func cut(_ text: String, around place: Int) -> String {
        let bytes = Array(text.utf8)
        let from = max(0, min(bytes.count, place - 32))
        return String(decoding: bytes[from..<max(from, min(bytes.count, place + 24))], as: UTF8.self)
    }
}
