import FieldKit

/// Fills one small disk after the other.
struct Filling {
    let program: String
    private var verdict = Verdict()
    private var sizes = 0
    private var acknowledged = 0
    private var ended = 0
    private var resumed = 0

    /// So much more than any of the sizes holds that the disk is always what ends it.
    private static let notes = 20_000
    /// After this time without an acknowledgement the program waits for room.
    private static let patience = 1.0
    private static let roomForMore = 8_192

    init(program: String) { self.program = program }

    mutating func run(kibibytes: Int, at path: String) throws {
        let mount = try Mount.memory(kibibytes: kibibytes, at: path)
        let command = CairnCommand(program: program, store: path + "/store")
        var ledger = Ledger()
        var violations: [String] = []
        switch try fill(command, &ledger, mount, kibibytes) {
        case .ended(let ending):
            ended += 1
            if ending != .exit(1) { violations.append("on a full disk: \(CairnCommand.name(ending))") }
            // Reading goes on while the disk is still full.
            if ledger.acknowledged > 0 { violations += try command.judge(ledger, wholeRuns: false) }
            try mount.resize(kibibytes: kibibytes + Self.roomForMore)
        case .resumed(let ending):
            resumed += 1
            if ending != .exit(0) { violations.append("after there was room again: \(CairnCommand.name(ending))") }
        case .stuck:
            violations.append("it neither ended nor went on when there was room again")
        }
        violations += try command.aftermath(&ledger, wholeRuns: false)
        sizes += 1
        acknowledged += ledger.acknowledged
        verdict.report(
            violations, "\(kibibytes) KiB",
            replay: "full-disk --cairn '\(program)' --from \(kibibytes) --to \(kibibytes)")
    }

    private enum Course {
        case ended(Child.Ending)
        /// It waited, and went on as soon as there was room.
        case resumed(Child.Ending)
        case stuck
    }

    private func fill(_ command: CairnCommand, _ ledger: inout Ledger, _ mount: Mount, _ kibibytes: Int) throws
        -> Course
    {
        let child = try command.start(.put)
        var book = ledger
        book.beginRun()
        var silence = Stopwatch()
        var hadToWait = false
        var conversation = Child.Conversation()
        conversation.limit = 30
        conversation.hear = {
            book.acknowledge($0)
            silence = Stopwatch()
        }
        var complaint: String?
        conversation.look = {
            guard !hadToWait && silence.seconds > Self.patience else { return }
            hadToWait = true
            do { try mount.resize(kibibytes: kibibytes + Self.roomForMore) } catch { complaint = "\(error)" }
        }
        conversation.say = {
            if hadToWait { return nil }  // once there is room again, what is under way is enough
            return book.count < Self.notes ? book.next().line : []
        }
        let ending = child.hold(conversation)
        ledger = book
        if let complaint { throw FieldError(complaint) }
        guard let ending else { return .stuck }
        return hadToWait ? .resumed(ending) : .ended(ending)
    }

    func summary(seconds: Double) -> Bool {
        Driver.say("    \(sizes) sizes, \(acknowledged) notes acknowledged, \(Int(seconds)) s")
        Driver.say("    the program gave up: \(ended), waited and went on by itself: \(resumed)")
        let isConvincing = acknowledged > 0
        if !isConvincing { Driver.say("    nothing was ever acknowledged: this run shows nothing") }
        Driver.say(
            verdict.broken == 0 ? "full-disk: every promise was kept" : "full-disk: \(verdict.broken) sizes broken")
        return verdict.broken == 0 && isConvincing
    }
}
