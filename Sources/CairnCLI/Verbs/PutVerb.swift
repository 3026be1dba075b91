import Cairn

/// `cairn put STORE TYPE`
struct PutVerb: Verb {
    static let manual = Manual(
        name: "put", summary: "write records from standard input, one JSON object a line", operands: [.store, .type],
        options: [
            Option(name: "keep-going", help: "go on after a line that cannot be stored"),
            .durability, .segmentBytes, .json, .quiet,
        ],
        notes: [
            "Prints {\"seq\":…,\"id\":…} for each record, in order, once it is as durable as asked for: with `synced`,",
            "once it survives a power cut. A record without an `id` is given one. Lines in flight share their syncs.",
            "A line that cannot be stored is named on standard error, and ends the reading unless --keep-going is",
            "given; either way the exit code is 1. Blank lines are skipped. The store is created if there is none.",
            "What the store's indices demand is kept: unique values, relations (`cairn index --help`).",
            "Ctrl-C stops the reading; what was read is written and acknowledged first (exit code 1: input is left).",
            "It stops as well, with exit code 0, when nobody reads its acknowledgements any more (`| head`).",
        ],
        examples: [
            "echo '{\"id\":\"p1\",\"name\":\"Lighthouse\"}' | cairn put store plan",
            "cairn put store plan < plans.jsonl > acknowledged.jsonl",
        ])

    private let store: String
    private let kind: String
    private let keepsGoing: Bool
    private let durability: Durability
    private let segmentBytes: Int?

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        kind = try arguments.kind(at: 1)
        keepsGoing = arguments.has("keep-going")
        durability = try arguments.durability()
        segmentBytes = try arguments.segmentBytes()
    }

    func run(_ console: Console) async throws -> ExitCode {
        var options = LogOptions()
        if let segmentBytes { options.segmentBytes = segmentBytes }
        return try await console.writing(store, options) { log in
            let writer = RecordImport(log, durability: durability, onTrouble: keepsGoing ? .skip : .stop)
            var writing = Writing(writer: writer, console: console, keepsGoing: keepsGoing)
            return try await writing.run(kind: kind, EntryQueue(segmentBytes: options.segmentBytes))
        }
    }
}

extension PutVerb {
    /// One run of `put`: what it has got, and how far it has come.
    private struct Writing {
        var writer: RecordImport
        let console: Console
        let keepsGoing: Bool
        var count: Int64 = 0
        var bytes: Int64 = 0
        var refused = 0

        mutating func run(kind: String, _ queue: EntryQueue) async throws -> ExitCode {
            let input = StandardInput(interruption: console.interruption)
            let total = input.fileSize ?? 0
            // On a terminal the acknowledgements are the progress.
            let bar = ProgressBar(
                stream: console.output.isTerminal ? nil : console.progressStream, interruption: console.interruption)
            defer { bar.clear() }
            defer { queue.abandon() }
            let reader = try EntryReader(input: input, kind: kind, queue: queue).start()
            defer { withExtendedLifetime(reader) {} }
            while let chunk = await queue.next() {
                guard try await write(chunk, bar) else { return .failure }
                if total > 0 {
                    bar.draw(done: bytes, total: total, phase: "writing", unit: Quantity.bytes)
                } else {
                    bar.draw(done: count, total: 0, phase: "writing") { "\(Quantity.count($0)) records" }
                }
            }
            bar.clear()
            return try ending(queue)
        }

        private func ending(_ queue: EntryQueue) throws -> ExitCode {
            switch queue.ending {
            case .failed(let error): throw error
            case .interrupted:
                console.note("stopped after \(Quantity.count(count)) records; every one that was read is acknowledged")
                return .failure
            case .endOfInput, nil: return refused == 0 ? .fine : .failure
            }
        }

        /// Writes what can be written and acknowledges it; false when a line ends it all.
        private mutating func write(_ chunk: EntryQueue.Chunk, _ bar: ProgressBar) async throws -> Bool {
            var run: [(Entry, line: Int)] = []
            run.reserveCapacity(chunk.items.count)
            for item in chunk.items {
                switch item {
                case .entry(let entry, let line): run.append((entry, line))
                case .refused(let error, let line):
                    guard try await commit(run, bar) else { return false }
                    run.removeAll(keepingCapacity: true)
                    refuse(error, line: line, bar)
                    if !keepsGoing { return false }
                }
            }
            bytes += Int64(chunk.bytes)
            return try await commit(run, bar)
        }

        private mutating func commit(_ run: [(Entry, line: Int)], _ bar: ProgressBar) async throws -> Bool {
            var writer = writer
            defer { self.writer = writer }
            return try await writer.write(
                run.map { ($0.0, $0.line) }, acknowledge: { try acknowledge($0) },
                refuse: { refuse($0.error, line: $0.number, bar) })
        }

        private mutating func acknowledge(_ receipts: [Receipt]) throws {
            try console.acknowledge(receipts)
            count += Int64(receipts.count)
        }

        private mutating func refuse(_ error: any Error, line: Int, _ bar: ProgressBar) {
            bar.clear()
            refused += 1
            console.complain(Complaint(error, line: line))
            if !keepsGoing { console.note("nothing behind this line is stored; --keep-going goes on instead") }
        }
    }
}
