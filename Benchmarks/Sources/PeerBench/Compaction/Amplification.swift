import Foundation

/// How many bytes go to the disk for each byte that a program writes, and how much room stays taken: counted, not
/// timed, so once is enough.
struct Amplification: Part {
    let name = "amplification"
    let sentence = "bytes written and room taken, for garbage shares of 0, 50, 80 and 95 %"
    private static let shares = [0, 50, 80, 95]
    private static let writes = 200_000
    private static let batch = 100

    private func entrants(_ setting: Setting) -> [Entrant] { setting.entrants.filter { $0.can.contains(.compacts) } }

    private func isWanted(_ setting: Setting) -> Bool { setting.wants("compaction", name) }

    func steps(_ setting: Setting) -> Int { isWanted(setting) ? Self.shares.count * entrants(setting).count : 0 }

    func run(_ setting: Setting) async throws -> Findings {
        var findings = Findings()
        guard isWanted(setting) else { return findings }
        for share in Self.shares {
            for entrant in entrants(setting) {
                setting.progress.step("\(share) % garbage: \(entrant.name)")
                try await measure(setting, entrant, share, &findings)
            }
        }
        return findings
    }

    private func measure(
        _ setting: Setting, _ entrant: Entrant, _ share: Int, _ findings: inout Findings
    ) async throws {
        let folder = try setting.makeFolder(name)
        let keys = max(1, Self.writes * (100 - share) / 100)
        try await Loading.settle()
        let before = Count(folder)
        let store = try await entrant.open(folder, Setup())
        try await Loading.load(store, numbers(keys), batch: Self.batch)
        let written = Count(folder)
        try await store.compact()
        try await store.close()
        let after = Count(folder)
        let record = Double(SampleText.jsonBytes + SampleText.keyBytes)
        let room = Double(FileTools.bytesOnDevice(folder))
        FileTools.remove(folder)
        let user = Double(Self.writes) * record
        note(Double(written.handed - before.handed) / user, "bytes written for each of the program's")
        note(Double(after.handed - before.handed) / user, "the same, with a compaction at the end")
        note(Double(after.device - before.device) / user, "the same, as the device counts for the whole machine")
        note(room / (Double(keys) * record), "room for each live byte, compacted")
        func note(_ value: Double, _ what: String) {
            findings.note(
                value, "compaction", "\(share) % garbage: \(what)", entrant.name, "ratio", isBetterLower: true)
        }
    }

    /// What was written until now.
    private struct Count {
        var handed: Int
        var device: Int

        init(_ folder: String) {
            handed = FileTools.bytesHandedOver()
            sync()
            device = FileTools.bytesOfDevice(folder)
        }
    }

    /// Each key once at first, in no order, then any of them.
    private func numbers(_ keys: Int) -> [Int] {
        var random = Random(seed: 42)
        return (0..<Self.writes).map { $0 < keys ? Population.scattered($0, keys) : random.below(keys) }
    }
}
