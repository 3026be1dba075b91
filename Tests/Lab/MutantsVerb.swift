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
        let survivors = results.filter { $0.killer == nil }
        for survivor in survivors {
            Driver.say("ALIVE: \(survivor.mutant.name): it is superfluous, or the laboratory is blind")
        }
        Driver.say(
            "\(mutants.count) mutants, \(mutants.count - survivors.count) killed, \(survivors.count) alive, "
                + "\(Report.text(watch.seconds)) s")
        return survivors.isEmpty
    }

    private static func show(_ result: MutantTrial.Result) {
        let name = result.mutant.name
        let fate = result.killer ?? "ALIVE"
        let padded = name + String(repeating: " ", count: max(1, 64 - name.utf8.count))
        Driver.say("\(padded)\(Report.row([fate, Report.text(result.seconds) + " s"]))\(result.complaint.prefix(100))")
    }
}
