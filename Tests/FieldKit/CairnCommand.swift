/// The command line of the product, as the drivers use it: the only place that knows its verbs.
package struct CairnCommand: Sendable {
    /// The program, with words that come before the verb.
    package var program: [String]
    package var store: String
    /// Where its diagnostics go.
    package var errors: String
    /// How long one command may take before it counts as hanging.
    package var limit: Double = 10

    package init(program: String, store: String, errors: String = "/dev/null") {
        self.program = program.split(separator: " ").map(String.init)
        self.store = store
        self.errors = errors
    }

    package enum Verb: Sendable {
        case put, log, verify, compact, snapshot
        case get(Note)
    }

    /// Nil means that it hung and was killed.
    package typealias Outcome = (ending: Child.Ending?, lines: [[UInt8]])

    package func words(_ verb: Verb) -> [String] {
        switch verb {
        // Small segments: what happens between two of them shall happen often.
        case .put: program + ["put", store, "note", "--segment-bytes", "65536"]
        case .log: program + ["log", store, "--json"]
        case .verify: program + ["verify", store, "--json"]
        case .compact: program + ["compact", store, "--yes"]
        case .snapshot: program + ["snapshot", store]
        case .get(let note): program + ["get", store, "note", note.id, "--json"]
        }
    }

    package func start(_ verb: Verb, environment: [String: String] = [:]) throws -> Child {
        try Child(words(verb), environment: environment, errors: errors)
    }

    /// Runs a verb to its end.
    package func run(_ verb: Verb, environment: [String: String] = [:]) throws -> Outcome {
        let child = try start(verb, environment: environment)
        var lines: [[UInt8]] = []
        var conversation = Child.Conversation()
        conversation.limit = limit
        conversation.hear = { lines.append(Array($0)) }
        return (child.hold(conversation), lines)
    }

    /// Sends `count` notes and takes in what is acknowledged.
    package func put(_ count: Int, _ ledger: inout Ledger, environment: [String: String] = [:]) throws -> Child.Ending?
    {
        let child = try start(.put, environment: environment)
        var book = ledger
        book.beginRun()
        var left = count
        var conversation = Child.Conversation()
        conversation.limit = limit
        conversation.say = {
            guard left > 0 else { return nil }
            left -= 1
            return book.next().line
        }
        conversation.hear = { book.acknowledge($0) }
        let ending = child.hold(conversation)
        ledger = book
        return ending
    }

    /// Looks at a store after something happened to it: it must verify, hold what was promised, take another note,
    /// and then verify without a word. Returns the broken promises.
    ///
    /// A store that never acknowledged anything does not have to be there, but it must not be in the way either.
    package func aftermath(_ ledger: inout Ledger, wholeRuns: Bool) throws -> [String] {
        var found: [String] = []
        if ledger.acknowledged > 0 {
            let first = try run(.verify).ending
            if first != .exit(0) && first != .exit(3) { found.append("verify: \(Self.name(first))") }
            found += try judge(ledger, wholeRuns: wholeRuns)
        }
        let before = ledger.acknowledged
        let reopened = try put(1, &ledger)
        if reopened != .exit(0) || ledger.acknowledged != before + 1 {
            found.append("the store takes no more notes: \(Self.name(reopened))")
        }
        let second = try run(.verify).ending
        if second != .exit(0) { found.append("verify after reopening: \(Self.name(second))") }
        return found + (try judge(ledger, wholeRuns: wholeRuns))
    }

    /// Compares what `log` shows with what was promised.
    package func judge(_ ledger: Ledger, wholeRuns: Bool) throws -> [String] {
        let log = try run(.log)
        let ending = log.ending == .exit(0) ? [] : ["log: \(Self.name(log.ending))"]
        return ending + ledger.judge(log.lines, wholeRuns: wholeRuns)
    }

    package static func name(_ ending: Child.Ending?) -> String { ending.map { "\($0)" } ?? "hung and was killed" }
}
