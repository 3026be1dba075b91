import FieldKit

/// Each system call of a program with typed records fails, in each way, once and for ever.
struct DoorErrors {
    private let program: String
    private let shim: FaultShim
    private let folder: TemporaryFolder
    private let template: DoorCommand
    private(set) var verdict = Verdict()
    private(set) var runs = 0
    private var missed = 0
    private var endings: [String: Int] = [:]

    /// A small store that begins a new segment after what was there before.
    private static let turns = 25
    private static let turnsBefore = 60

    init(program: String, shim source: String) throws {
        self.program = program
        folder = try TemporaryFolder("cairn-door-errno")
        shim = try FaultShim(source: source, into: folder)
        var command = DoorCommand(program: program, store: folder.file("template"), errors: folder.file("errors"))
        let ending = try command.write(turns: Self.turnsBefore)
        guard ending == .exit(0) else { throw FieldError("without any failure: \(command.name(ending))") }
        template = command
    }

    /// Every so-maniest call.
    mutating func run(stride: Int) throws {
        let clean = try run(FaultShim.Fault(index: 0, errno: "EIO", isForever: false))
        guard clean > 0 else { throw FieldError("the shim saw no call") }
        var place = 0
        for index in Swift.stride(from: 1, through: clean, by: stride) {
            // Which errno, and for how long, goes round: with stride 1 each call has a few of them.
            for errno in FaultShim.Fault.errnos {
                place += 1
                if stride > 1, place % 3 != 0 { continue }
                _ = try run(FaultShim.Fault(index: index, errno: errno, isForever: place % 2 == 0))
            }
        }
    }

    /// Gives back how many calls it made.
    private mutating func run(_ fault: FaultShim.Fault) throws -> Int {
        let place = try TemporaryFolder("run", in: folder.path)
        try Child.run(["cp", "-a", template.store, place.file("store")], seconds: 20)
        var command = DoorCommand(copying: template, store: place.file("store"), errors: place.file("errors"))
        let log = place.file("log")
        let ending = try command.write(
            turns: Self.turns, environment: shim.environment(fault, root: command.store, log: log))
        var violations: [String] = []
        switch ending {
        case .exit(0): break
        case .exit(1): if fault.index == 0 { violations.append("it failed without a failure") }
        default: violations.append("it ended with \(command.name(ending))")
        }
        let seen = FaultShim.log(log)
        if seen == nil { violations.append("the shim did not run") }
        violations += try command.aftermath()
        runs += 1
        if seen?.hits == 0 { missed += 1 }
        endings[command.name(ending), default: 0] += 1
        verdict.report(
            violations, "\(fault) (\(seen?.struck ?? ""))", replay: "door-loop --client '\(program)' --rounds 0")
        return seen?.calls ?? 0
    }

    var summary: String {
        let list = endings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        return "\(runs) failures (\(list); call not reached: \(missed))"
    }
}
