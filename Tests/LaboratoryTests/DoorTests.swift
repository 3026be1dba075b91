import Laboratory
import Testing

/// A few of the runs that `lab door` makes by the thousand.
@Suite struct DoorTests {
    #if DEBUG || SANITIZED
        private static let seedsEach: UInt64 = 2
        private static let keepOneIn = 3
    #else
        private static let seedsEach: UInt64 = 20
        private static let keepOneIn = 1
    #endif

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `the store is what a model is that is always right`(part: UInt64) {
        let first = 1 + part * Self.seedsEach
        let result = DoorJob(first..<first + Self.seedsEach).run()
        #expect(result.violations.isEmpty, "lab door --replay \(result.violations.first?.text ?? "")")
        #expect(result.steps > 30)
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `after a power cut every transaction is there whole or not at all`(seed: UInt64) {
        var job = DoorStatesJob(seed: seed)
        job.length = 12
        job.keepOneIn = Self.keepOneIn
        let result = job.run()
        #expect(result.violations.isEmpty, "lab door --replay \(result.violations.first?.text ?? "")")
        #expect(result.states > 4)
    }

    @Test(arguments: DoorMutant.all.map(\.name))
    func `a door that lacks a safety is caught`(name: String) throws {
        let mutant = try #require(DoorMutant.all.first { $0.name == name })
        #expect(mutant.killer(from: 1) != nil, "it is superfluous, or the laboratory is blind")
    }
}
