import FieldKit

/// Runs single combinations, each on a copy of the same store.
struct Bench: Sendable {
    let program: String
    let shim: FaultShim
    private let folder: TemporaryFolder
    /// What is in the store that every step but the first starts from.
    private let ledger: Ledger

    /// What is there before: almost three segments, twice written.
    private static let notesBefore = 300
    /// What a step sends: a small store, but one that begins a new segment after what was there before.
    private static func notes(_ step: Step) -> Int { step == .create ? 20 : 120 }

    /// What came of one combination.
    struct Result: Sendable {
        var violations: [String]
        var struck: String
        var ending: Child.Ending?
        var calls: Int
    }

    /// Makes the store that is copied. Errors: the program does not work even without a failure.
    init(program: String, shim: FaultShim, folder: TemporaryFolder) throws {
        self.program = program
        self.shim = shim
        self.folder = folder
        var ledger = Ledger()
        let command = CairnCommand(program: program, store: folder.file("template"), errors: folder.file("errors"))
        for _ in 0..<2 {
            let ending = try command.put(Self.notesBefore, &ledger)
            guard ending == .exit(0) else {
                throw FieldError(
                    "put without any failure: \(CairnCommand.name(ending)) \(TextFile.read(command.errors) ?? "")")
            }
        }
        guard ledger.acknowledged == 2 * Self.notesBefore else {
            throw FieldError(
                "put without any failure acknowledged \(ledger.acknowledged) of \(2 * Self.notesBefore) notes")
        }
        self.ledger = ledger
    }

    /// Every call of these steps with every errno, once and for ever.
    func combinations(_ steps: [Step], stride: Int) throws -> [Combination] {
        var all: [Combination] = []
        for step in steps {
            let clean = try run(Combination(step: step, fault: .init(index: 0, errno: "EIO", isForever: false)))
            guard clean.violations.isEmpty, clean.calls > 0 else {
                throw FieldError("\(step) without a failure: \(clean.calls) calls, \(clean.violations)")
            }
            Driver.say("    \(step.rawValue): \(clean.calls) calls")
            for index in Swift.stride(from: 1, through: clean.calls, by: stride) {
                for errno in FaultShim.Fault.errnos {
                    for isForever in [false, true] {
                        let fault = FaultShim.Fault(index: index, errno: errno, isForever: isForever)
                        all.append(Combination(step: step, fault: fault))
                    }
                }
            }
        }
        return all
    }

    /// Errors: something is wrong with the bench. What is wrong with the program is in the result.
    func run(_ combination: Combination) throws -> Result {
        let place = try TemporaryFolder("cairn-errno", in: folder.path)
        let command = CairnCommand(program: program, store: place.file("store"), errors: place.file("errors"))
        var book = Ledger()
        if combination.step != .create {
            book = ledger
            try Child.run(["cp", "-a", folder.file("template"), command.store], seconds: 20)
        }
        let log = place.file("log")
        let settings = shim.environment(combination.fault, root: command.store, log: log)
        let before = book.acknowledged
        var violations: [String] = []
        let ending: Child.Ending?
        switch combination.step {
        case .create, .append: ending = try command.put(Self.notes(combination.step), &book, environment: settings)
        case .get:
            guard let note = book.anyAcknowledged else { throw FieldError("nothing to get") }
            let answer = try command.run(.get(note), environment: settings)
            ending = answer.ending
            let isRight = answer.lines.contains { JSONGlance.text("body", in: $0) == note.body }
            if ending == .exit(0) && !isRight { violations.append("exit 0 without the note that was asked for") }
        case .compact: ending = try command.run(.compact, environment: settings).ending
        case .snapshot: ending = try command.run(.snapshot, environment: settings).ending
        }
        switch ending {
        case .exit(0) where [.create, .append].contains(combination.step):
            let missing = before + Self.notes(combination.step) - book.acknowledged
            if missing != 0 { violations.append("exit 0 with \(missing) notes not acknowledged") }
        case .exit(0...3): break
        default: violations.append("\(combination.step): \(CairnCommand.name(ending))")
        }
        let seen = FaultShim.log(log)
        if seen == nil { violations.append("the shim did not run") }
        violations += try command.aftermath(&book, wholeRuns: false)
        return Result(violations: violations, struck: seen?.struck ?? "", ending: ending, calls: seen?.calls ?? 0)
    }
}
