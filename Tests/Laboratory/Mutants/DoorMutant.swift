import Cairn

/// The door with one safety taken away from it.
package struct DoorMutant: Sendable {
    /// A run of so few steps each, so many runs: what is not noticed then is superfluous, or the laboratory is blind.
    package static let mostRuns: UInt64 = 2_000

    package var name: String
    private var rig = DoorRig()

    package static var all: [DoorMutant] {
        Safeties.each.map { name, safety in
            var mutant = DoorMutant(name: "door without: \(name)")
            mutant.rig.safeties = Safeties.all.subtracting(safety)
            return mutant
        }
    }

    private init(name: String) { self.name = name }

    /// The first run that the mutant does not survive; nil where it survives all.
    package func killer(from seed: UInt64) -> Violation? {
        var job = DoorJob(seed..<seed &+ Self.mostRuns)
        (job.rig, job.patience) = (rig, 1)
        return job.run().violations.first
    }
}
