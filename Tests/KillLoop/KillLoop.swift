import FieldKit

/// The rounds of one run and what they brought.
struct KillLoop {
    let program: String
    let seed: Int
    let fresh: Int
    let most: Int
    private(set) var verdict = Verdict()

    private var random: SeededRandom
    private var folder: TemporaryFolder?
    private var ledger = Ledger()
    private var acknowledged = 0
    private var killed = [0, 0, 0]
    private var ended = [0, 0, 0]

    /// What is running at the kill.
    private enum Work: Int { case put, compact, snapshot }

    init(program: String, seed: Int, fresh: Int, most: Int) {
        self.program = program
        self.seed = seed
        self.fresh = fresh
        self.most = most
        random = SeededRandom(seed: UInt64(seed))
    }

    /// One kill, and a look at what is left.
    mutating func run(_ round: Int) throws {
        if round % fresh == 0 || folder == nil {
            folder = try TemporaryFolder("cairn-kill")
            ledger = Ledger()
        }
        guard let folder else { return }
        let command = CairnCommand(program: program, store: folder.file("store"), errors: folder.file("errors"))
        let work: Work =
            switch random.next() % 10 {
            case 0 where ledger.acknowledged > 0: .compact
            case 1 where ledger.acknowledged > 0: .snapshot
            default: .put
            }
        let before = ledger.acknowledged
        let ending = try disturb(command, work)
        var violations: [String] = []
        switch ending {
        case .signal(9): killed[work.rawValue] += 1
        case .exit(0): ended[work.rawValue] += 1
        default: violations.append("\(work) ended by itself: \(CairnCommand.name(ending))")
        }
        acknowledged += ledger.acknowledged - before
        violations += try command.aftermath(&ledger, wholeRuns: true)
        verdict.report(
            violations, "round \(round), \(work)",
            replay:
                "kill-loop --cairn '\(program)' --seed \(seed) --fresh \(fresh) --most \(most) --rounds \(round + 1)")
        if !violations.isEmpty {
            // The next rounds shall not find the same again.
            self.folder = nil
        }
    }

    /// Starts the work and kills it in the middle. Nil when it hung.
    private mutating func disturb(_ command: CairnCommand, _ work: Work) throws -> Child.Ending? {
        let moment = Double(random.next() % UInt64(max(1, most) * 1_000)) / 1e6
        var conversation = Child.Conversation()
        conversation.moment = moment
        conversation.limit = command.limit
        guard work == .put else {
            let child = try command.start(work == .compact ? .compact : .snapshot)
            conversation.act = { child.kill() }
            return child.hold(conversation)
        }
        // Some runs flood the pipe, some send one note at a time and wait for its acknowledgement.
        let mayBeUnderWay = [1, 8, 100_000][Int(random.next() % 3)]
        var left = 5_000  // keeps the store small enough to look at after every round
        let child = try command.start(.put)
        var book = ledger
        book.beginRun()
        let start = book.count - book.acknowledged
        conversation.say = {
            guard left > 0, book.count - book.acknowledged - start < mayBeUnderWay else { return [] }
            left -= 1
            return book.next().line
        }
        conversation.hear = { book.acknowledge($0) }
        conversation.act = { child.kill() }
        let ending = child.hold(conversation)
        ledger = book
        return ending
    }

    /// A loop that never hit anything in the middle has shown nothing.
    var isConvincing: Bool { killed[0] > 0 && acknowledged > 0 }

    func summary(seconds: Double) {
        for (index, name) in ["put", "compact", "snapshot"].enumerated() {
            Driver.say("    \(name): \(killed[index]) killed in the middle, \(ended[index]) had ended before")
        }
        Driver.say("    \(acknowledged) notes acknowledged, \(Int(seconds)) s")
        if !isConvincing { Driver.say("    nothing was killed while it wrote: this run shows nothing") }
        Driver.say(
            verdict.broken == 0 ? "kill-loop: every promise was kept" : "kill-loop: \(verdict.broken) rounds broken")
    }
}
