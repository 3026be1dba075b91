import CrashLab
import Laboratory
import Testing

/// A few thousand of the states that `lab` looks at by the hundred thousand.
@Suite struct PromiseTests {
    /// A debug build takes ten times as long for each, a sanitizer's not much less.
    #if DEBUG || SANITIZED
        private static let keepOneIn = 16
    #else
        private static let keepOneIn = 4
    #endif

    @Test(arguments: WorkloadKind.allCases)
    func `every promise survives a power cut at any moment`(_ kind: WorkloadKind) {
        var job = StatesJob(kind, seed: 7)
        job.keepOneIn = Self.keepOneIn
        let result = job.run()
        #expect(
            result.violations.isEmpty,
            "\(result.violations.first?.text ?? "")")
        // The smallest of them has 130 states to look at.
        #expect(result.counts.values.reduce(0) { $0 + $1.states } > 64 / Self.keepOneIn)
    }

    @Test func `an engine that forgets to sync is caught`() throws {
        let mutant = try #require(Mutant.all(seed: 1).first { $0.name == "no fileSync while committing a group" })
        #expect(MutantTrial(mutant, seed: 1).run().killer != nil)
    }

    @Test func `of every mutant it is known what kills it`() throws {
        for mutant in try Mutant.all(seed: 1) {
            #expect(MutantTrial(mutant, seed: 1).hasKnownKiller, "\(mutant.name): `lab mutants` tells what does")
        }
    }

    @Test func `a process that dies, and a power cut while the store is opened again, lose nothing`() {
        var job = DeathJob(.manifests, seed: 1)
        job.stride = 9
        let result = job.run()
        #expect(result.violations.isEmpty, "\(result.violations.first?.text ?? "")")
        #expect(result.deaths > 2)
    }

    @Test(arguments: SampleStore.Form.allCases)
    func `a flipped bit is never served and never called whole`(_ form: SampleStore.Form) {
        var job = RotJob(form)
        job.of = 101
        let result = job.run()
        #expect(
            result.violations.isEmpty,
            "\(result.violations.first?.text ?? "")")
        #expect(result.harms > 100)
    }

    @Test func `whoever knows the format and tampers with a store is noticed`() {
        let violations = TamperJob().run()
        #expect(violations.isEmpty, "\(violations.first?.text ?? "")")
    }

    @Test(arguments: [WorkloadKind.lazy, .rotation])
    func `a disk that fails any one call loses nothing that was acknowledged`(_ kind: WorkloadKind) {
        var job = FaultJob(kind, seed: 1)
        job.stride = 9
        let result = job.run()
        #expect(
            result.violations.isEmpty,
            "\(result.violations.first?.text ?? "")")
        #expect(result.trials > 100)
    }
}
