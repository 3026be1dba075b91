import Cairn
import CairnDisk

/// `cairn import STORE TYPE FILE|-`
struct ImportVerb: Verb {
    static let manual = Manual(
        name: "import", summary: "write the records of a file, one JSON object a line",
        operands: [.store, .type, Operand(name: "FILE", help: "the file; `-` for standard input")],
        options: [
            Option(
                name: "on-error", value: "WHAT", choices: RecordImport.Trouble.allCases.map(\.rawValue),
                help: "at a line that cannot be stored: stop (default) or skip"),
            .durability, .segmentBytes, .json, .quiet,
        ],
        notes: [
            "A record whose id is there already is replaced; one without an `id` is given one. Blank lines are",
            "skipped. Lines go in batches that share a sync; the number in the end counts what is as durable as asked",
            "for. A line that cannot be stored is named with its number on standard error, and the exit code is 1:",
            "`stop` writes nothing behind it, `skip` goes on. Ctrl-C ends it after the lines that were read.",
            "So is one that the store's indices do not allow: a value of a unique index that another record has, or",
            "had in a line before it; a relation to a record that is neither there nor in a line before it.",
            "To go on after a stop, repeat it: what is there is replaced by the same. The store is created if there",
            "is none. `cairn put` is for pipes whose other end waits for each acknowledgement.",
        ],
        examples: [
            "cairn import store plan plans.jsonl", "cairn export old plan | cairn import new plan - --on-error skip",
        ])

    private let store: String
    private let kind: String
    private let file: String
    private let trouble: RecordImport.Trouble
    private let durability: Durability
    private let segmentBytes: Int?

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        kind = try arguments.kind(at: 1)
        file = arguments.operands[2]
        let word = arguments.value("on-error") ?? RecordImport.Trouble.stop.rawValue
        guard let trouble = RecordImport.Trouble(rawValue: word) else {
            throw UsageError("--on-error wants stop or skip, not `\(word)`", verb: "import")
        }
        self.trouble = trouble
        durability = try arguments.durability()
        segmentBytes = try arguments.segmentBytes()
    }

    func run(_ console: Console) async throws -> ExitCode {
        var options = LogOptions()
        if let segmentBytes { options.segmentBytes = segmentBytes }
        // Before a store is created for it.
        let input = file == "-" ? StandardInput(interruption: console.interruption) : try .opening(file, console)
        defer { input.close() }
        return try await console.writing(store, options) { log in
            let bar = console.progress()
            defer { bar.clear() }
            let queue = EntryQueue(segmentBytes: options.segmentBytes)
            defer { queue.abandon() }
            let reader = try EntryReader(input: input, kind: kind, queue: queue).start()
            defer { withExtendedLifetime(reader) {} }
            var run = ImportRun(
                console: console, bar: bar, writer: RecordImport(log, durability: durability, onTrouble: trouble),
                trouble: trouble, total: input.fileSize ?? 0)
            return try await run.take(queue)
        }
    }
}

/// One run of `import`: what it has got, and how far it has come.
private struct ImportRun {
    let console: Console
    let bar: ProgressBar
    var writer: RecordImport
    let trouble: RecordImport.Trouble
    let total: Int64
    var bytes: Int64 = 0
    var report = ImportReport()

    /// Lines that are named; of a file that is no JSON at all the first ones tell the story.
    private static let complaints = 20

    mutating func take(_ queue: EntryQueue) async throws -> ExitCode {
        do {
            while let chunk = await queue.next() {
                guard try await write(chunk) else { break }
                bytes += Int64(chunk.bytes)
                draw()
            }
        } catch {
            // What is durable is so all the same, and nobody else can tell how much it is.
            try tell()
            throw error
        }
        try tell()
        switch queue.ending {
        case .failed(let error): throw error
        case .interrupted: throw CommandFailure.interrupted
        case .endOfInput, nil: return report.refused == 0 ? .fine : .failure
        }
    }

    private mutating func write(_ chunk: EntryQueue.Chunk) async throws -> Bool {
        var run: [(entry: Entry, number: Int)] = []
        run.reserveCapacity(chunk.items.count)
        for item in chunk.items {
            switch item {
            case .entry(let entry, let line): run.append((entry, line))
            case .refused(let error, let line):
                guard trouble == .stop else {
                    refuse(error, line)
                    continue
                }
                // What stands before it is written, nothing behind it.
                if try await commit(run) { refuse(error, line) }
                return false
            }
        }
        return try await commit(run)
    }

    private mutating func commit(_ run: [(entry: Entry, number: Int)]) async throws -> Bool {
        var writer = writer
        defer { self.writer = writer }
        return try await writer.write(
            run, acknowledge: { report.add($0) }, refuse: { refuse($0.error, $0.number) })
    }

    private mutating func refuse(_ error: any Error, _ line: Int) {
        report.refused += 1
        guard report.refused <= Self.complaints else { return }
        bar.clear()
        console.complain(Complaint(error, line: line))
    }

    private func draw() {
        if total > 0 {
            bar.draw(done: bytes, total: total, phase: "importing", unit: Quantity.bytes)
        } else {
            bar.draw(done: report.imported, total: 0, phase: "importing") { "\(Quantity.count($0)) records" }
        }
    }

    private func tell() throws {
        bar.clear()
        if report.refused > Self.complaints {
            console.note("and \(Quantity.count(report.refused - Self.complaints)) more that cannot be stored")
        }
        if console.isJSON { return try console.writeJSON(report) }
        let last = report.lastSequence.map { ", the last one at sequence \(Quantity.count($0.number))" } ?? ""
        try console.output.write("imported \(Quantity.count(report.imported, "record"))\(last)\n")
        guard report.refused > 0 else { return }
        let advice = trouble == .stop ? "; nothing behind it is stored, --on-error skip goes on instead" : ""
        console.note("\(Quantity.count(report.refused, "line")) not stored\(advice)")
    }
}

/// What `import` did, for machines.
private struct ImportReport: Encodable {
    /// Records that are as durable as asked for.
    var imported: Int64 = 0
    /// Lines that could not be stored.
    var refused = 0
    /// The last of them.
    var lastSequence: SequenceNumber?

    mutating func add(_ receipts: [Receipt]) {
        imported += Int64(receipts.count)
        lastSequence = receipts.last?.sequence ?? lastSequence
    }
}
