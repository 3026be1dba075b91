import CairnLog

/// `cairn demo-writer STORE TASKS`: the half of the demonstration that gets killed.
struct DemoWriterVerb: Verb {
    static let manual = Manual(
        name: "demo-writer", summary: "write records until killed; part of `cairn demo`",
        operands: [.store, Operand(name: "TASKS", help: "how many tasks write at once")],
        options: [.segmentBytes], isHidden: true)

    private let store: String
    private let tasks: Int
    private let segmentBytes: Int

    /// The acknowledgements go out so often; what is not out when the process is killed was never heard.
    private static let flushInterval = Duration.milliseconds(10)

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        guard let tasks = Int(arguments.operands[1]), (1...1024).contains(tasks) else {
            throw UsageError("TASKS wants a number from 1 to 1024")
        }
        self.tasks = tasks
        segmentBytes = try arguments.number("segment-bytes", in: 65_536...2_147_483_648) ?? 8 << 20
    }

    func run(_ console: Console) async throws -> ExitCode {
        var options = LogOptions()
        options.segmentBytes = segmentBytes
        // The proof reads every acknowledged version, and the flipped bit must not be healed from a snapshot.
        options.compactsByItself = false
        options.snapshotEveryBytes = 0
        return try await console.writing(store, options) { log in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<tasks { group.addTask { try await write(task, log, console) } }
                group.addTask {
                    while !console.interruption.isRequested {
                        try await Task.sleep(for: Self.flushInterval)
                        try console.output.flush()
                    }
                }
                try await group.waitForAll()
            }
            return .fine
        }
    }

    private func write(_ task: Int, _ log: Log, _ console: Console) async throws {
        var record = DemoRecord(task: task, step: 0)
        while !console.interruption.isRequested {
            let receipt = try await log.append(try .record(kind: "plan", json: record.json.utf8))
            try console.output.write("\(receipt.sequence) \(task) \(record.step)\n")
            record.step += 1
        }
    }
}
