import FieldKit

/// Rounds of kill -9 on a program with typed records.
struct DoorKills {
    let program: String
    let seed: Int
    private(set) var verdict = Verdict()
    private var random: SeededRandom
    private var place: (folder: TemporaryFolder, command: DoorCommand)?
    private var killed = 0
    private var acknowledged = 0

    /// A new store after so many rounds: what is judged grows with it.
    private static let fresh = 25
    /// Milliseconds from the start of the program to the kill, at most: opening takes some of them.
    private static let most: UInt64 = 120

    init(program: String, seed: Int) {
        (self.program, self.seed) = (program, seed)
        random = SeededRandom(seed: UInt64(seed))
    }

    mutating func run(_ round: Int) throws {
        if round % Self.fresh == 0 { place = nil }
        let folder = try place?.folder ?? TemporaryFolder("cairn-door")
        var command =
            place?.command
            ?? DoorCommand(program: program, store: folder.file("store"), errors: folder.file("errors"))
        let moment = Double(random.next() % (Self.most * 1_000)) / 1e6
        let before = command.total
        let ending = try command.write(turns: 100_000, killedAfter: moment)
        acknowledged += command.total - before
        var violations: [String] = []
        if ending == .signal(9) {
            killed += 1
        } else {
            violations.append("it ended by itself: \(command.name(ending))")
        }
        violations += try command.aftermath()
        verdict.report(
            violations, "round \(round), killed after \(moment) s",
            replay: "door-loop --client '\(program)' --seed \(seed) --rounds \(round + 1) --stride 0")
        // The next rounds shall not find the same again.
        place = violations.isEmpty ? (folder, command) : nil
    }

    /// A loop that never hit anything in the middle has shown nothing.
    var isConvincing: Bool { killed > 0 && acknowledged > 0 }

    var summary: String { "\(killed) killed in the middle, \(acknowledged) transactions acknowledged before" }
}
