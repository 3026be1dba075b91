import CairnDisk
import CairnLog

/// `cairn log STORE [--from SEQ] [--follow]`
struct LogVerb: Verb {
    static let manual = Manual(
        name: "log", summary: "print the lines of the store as they stand", operands: [.store],
        options: [
            Option(name: "from", value: "SEQ", help: "begin with this sequence (default 1)"),
            Option(name: "follow", help: "go on with new lines as they become durable, until Ctrl-C"),
            Option(name: "type", value: "TYPE", help: "only lines about this kind of record"),
            Option(name: "limit", value: "N", help: "end after N lines"),
            .json, .quiet,
        ],
        notes: [
            "Each line is JSON, byte for byte as stored. Reads, and follows, beside a writer in another process.",
            "Lines that a compaction dropped are left out; the sequence numbers show it. A damaged line is named on",
            "standard error, what is behind it is printed, and the exit code is 2.",
        ],
        examples: [
            "cairn log store --from 1000 --limit 10", "cairn log store --follow --type plan | jq -c .data",
        ])

    private let store: String
    private let from: SequenceNumber
    private let isFollowing: Bool
    private let kind: String?
    private let limit: Int

    init(_ arguments: Arguments) throws(UsageError) {
        store = arguments.operands[0]
        from = SequenceNumber(try arguments.number("from", in: 0...UInt64.max) ?? 1)
        isFollowing = arguments.has("follow")
        kind = arguments.value("type")
        limit = try arguments.number("limit", in: 0...Int.max) ?? Int.max
    }

    func run(_ console: Console) async throws -> ExitCode {
        try await console.reading(store) { log in
            let printing = Task { try await print(log, console) }
            console.interruption.onRequest { printing.cancel() }
            let watcher = isFollowing ? try console.stopWhenOutputCloses() : nil
            defer { withExtendedLifetime(watcher) {} }
            do {
                return try await printing.value
            } catch  where console.interruption.isRequested && !(error is OutputStream.Closed) {
                try console.output.flush()
                // Following has no other end than this; anything else was cut short.
                if !isFollowing { throw CommandFailure.interrupted }
            }
            return .fine
        }
    }

    private func print(_ log: Log, _ console: Console) async throws -> ExitCode {
        var (left, damaged) = (limit, 0)
        var lines = log.lines(from: from, following: isFollowing).makeAsyncIterator()
        while left > 0, let chunk = try await next(&lines, &damaged, console) {
            for line in chunk where left > 0 && matches(line) {
                try console.output.write(line.bytes)
                try console.output.write(CollectionOfOne(UInt8(ascii: "\n")))
                left -= 1
            }
            if isFollowing { try console.output.flush() }
            try Task.checkCancellation()
        }
        return damaged == 0 ? .fine : .damage
    }

    /// The next lines that are what was written. Those that are not are named, and counted.
    private func next(
        _ lines: inout LineStream.Iterator, _ damaged: inout Int, _ console: Console
    ) async throws -> [StoredLine]? {
        while true {
            do throws(LogError) { return try await lines.next() } catch {
                guard error.code == .damaged else { throw error }
                damaged += 1
                // Each complaint stands where its line is missing.
                try console.output.flush()
                if damaged <= Self.complaints { console.complain(Complaint(error)) }
            }
        }
    }

    /// Of a store in ruins the first places tell the story; `cairn verify` tells all.
    private static let complaints = 20

    /// Compared as bytes: two strings that Swift calls equal may be two different kinds.
    private func matches(_ line: StoredLine) -> Bool {
        kind.map { $0.utf8.elementsEqual(line.kind.utf8) } ?? true
    }
}

extension Console {
    /// Asks for a stop when the reader of standard output goes away, so that `cairn log --follow | head` ends even
    /// where no further line comes.
    func stopWhenOutputCloses() throws -> WorkerThread {
        try WorkerThread(name: "output") { [self] in
            if output.waitUntilClosed(orReadable: interruption.descriptor) { interruption.request() }
        }
    }
}
