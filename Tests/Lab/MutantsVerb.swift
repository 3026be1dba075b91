import FieldKit
import Laboratory

/// `lab mutants`.
struct MutantsVerb {
    private let options: LabOptions

    init(_ options: LabOptions) { self.options = options }

    /// False where a mutant lives.
    func run() throws -> Bool {
        let watch = Stopwatch()
        var mutants = try Mutant.all(seed: options.seed)
        if let only = options.only { mutants = mutants.filter { $0.name.hasPrefix(only) || $0.name.hasSuffix(only) } }
        let seed = options.seed
        let results = Crew.run(mutants) { mutant in
            let result = MutantTrial(mutant, seed: seed).run()
            Self.show(result)
            return result
        }
        let isDoorClosed = door()
        let survivors = results.filter { $0.killer == nil }
        for survivor in survivors {
            Driver.say("ALIVE: \(survivor.mutant.name): it is superfluous, or the laboratory is blind")
        }
        Driver.say(
            "\(mutants.count) mutants, \(mutants.count - survivors.count) killed, \(survivors.count) alive, "
                + "\(Report.text(watch.seconds)) s")
        return survivors.isEmpty && isDoorClosed
    }

    /// False where a mutant of the door lives.
    private func door() -> Bool {
        let mutants = DoorMutant.all.filter { mutant in options.only.map(mutant.name.hasSuffix) ?? true }
        let seed = options.seed
        let killers = Crew.run(mutants) { mutant in
            let killer = mutant.killer(from: seed)
            Self.show(mutant.name, killer.map { "door \($0.replay)" }, killer?.complaint ?? "")
            return killer != nil
        }
        let alive = killers.count { !$0 }
        Driver.say("\(mutants.count) mutants of the door, \(alive) alive")
        return alive == 0
    }

    private static func show(_ result: MutantTrial.Result) {
        show(
            result.mutant.name, result.killer.map { "\($0), \(Report.text(result.seconds)) s" }, result.complaint)
    }

    private static func show(_ name: String, _ killer: String?, _ complaint: String) {
        let padded = name + String(repeating: " ", count: max(1, 64 - name.utf8.count))
        let line = complaint.split(separator: "\n").first ?? ""
        Driver.say("\(padded)\(Report.row([killer ?? "ALIVE"]))\(line.prefix(100))")
    }
}
