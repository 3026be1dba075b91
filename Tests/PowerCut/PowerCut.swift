import FieldKit

/// The rounds on one file system and what they brought.
struct PowerCut {
    let program: String
    let disk: LoopDisk
    let seed: Int
    let fresh: Int
    let most: Int
    private var random: SeededRandom
    private var ledger = Ledger()
    private var store = 0
    private var verdict = Verdict()
    private var acknowledged = 0
    private var inTheMiddle = 0
    /// The next rounds shall not find the same again.
    private var isBroken = false

    init(program: String, disk: LoopDisk, seed: Int, fresh: Int, most: Int) {
        self.program = program
        self.disk = disk
        self.seed = seed
        self.fresh = fresh
        self.most = most
        random = SeededRandom(seed: UInt64(seed))
    }

    /// One cut, and a look at what is left.
    mutating func run(_ round: Int) throws {
        if round % fresh == 0 || isBroken {
            isBroken = false
            TemporaryFolder.removeTree(path)
            store += 1
            ledger = Ledger()
        }
        let manner: LoopDisk.Manner = random.next() % 4 == 0 ? .flushed : random.next() % 4 == 0 ? .logged : .pulled
        let command = CairnCommand(program: program, store: path)
        let before = ledger.acknowledged
        let ending = try disturb(command, manner)
        acknowledged += ledger.acknowledged - before
        if ledger.acknowledged > before { inTheMiddle += 1 }
        try disk.powerUp()
        var violations: [String] = []
        switch ending {
        // It gives up, or had nothing under way; nil when it waited for a better day and was killed.
        case .exit(0...3), nil: break
        default: violations.append("after the cut: \(CairnCommand.name(ending))")
        }
        violations += try command.aftermath(&ledger, wholeRuns: true)
        isBroken = !violations.isEmpty
        verdict.report(
            violations, "round \(round) on \(disk.kind.rawValue), \(manner)",
            replay: "power-cut --cairn '\(program)' --kinds \(disk.kind.rawValue) --seed \(seed) --fresh \(fresh) "
                + "--most \(most) --rounds \(round + 1)")
    }

    private var path: String { disk.path + "/store-\(store)" }

    /// Writes and cuts. What is acknowledged after the cut does not count, for on a real machine nobody would be left
    /// to
    /// say it: ext4 was seen to report success for an fdatasync that was under way while it was shut down.
    private mutating func disturb(_ command: CairnCommand, _ manner: LoopDisk.Manner) throws -> Child.Ending? {
        let child = try command.start(.put)
        var book = ledger
        book.beginRun()
        let start = book.count - book.acknowledged
        let mayBeUnderWay = [1, 8, 1_000][Int(random.next() % 3)]
        var left = 20_000
        var complaint: String?
        var isOff = false
        var conversation = Child.Conversation()
        conversation.moment = Double(random.next() % UInt64(max(1, most) * 1_000)) / 1e6
        conversation.say = {
            if isOff { return nil }
            guard left > 0, book.count - book.acknowledged - start < mayBeUnderWay else { return [] }
            left -= 1
            return book.next().line
        }
        conversation.hear = { if !isOff { book.acknowledge($0) } }
        let disk = disk
        conversation.act = {
            isOff = true
            do { try disk.powerDown(manner) } catch { complaint = "\(error)" }
        }
        conversation.limit = (conversation.moment ?? 0) + 1
        let ending = child.hold(conversation)
        ledger = book
        if let complaint { throw FieldError(complaint) }
        return ending
    }

    /// Prints what was seen; true when nothing was broken.
    func summary(seconds: Double) -> Bool {
        Driver.say("    \(acknowledged) notes acknowledged, \(inTheMiddle) cuts while it wrote, \(Int(seconds)) s")
        if inTheMiddle == 0 { Driver.say("    nothing was cut while it wrote: this run shows nothing") }
        Driver.say(
            verdict.broken == 0
                ? "power-cut: \(disk.kind.rawValue): every promise was kept"
                : "power-cut: \(disk.kind.rawValue): \(verdict.broken) rounds broken")
        return verdict.broken == 0 && inTheMiddle > 0
    }
}
