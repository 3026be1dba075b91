/// One bit of what a crash left is another one: who notices, and who answers as if nothing were missing?
struct DamageContest: Part {
    let name = "damage"
    let sentence = "one bit flipped in what kill -9 left, in places all over the files: who notices"
    private static let records = 40_000
    /// Evenly over all bytes that hold something.
    private static let places = 40

    private func entrants(_ setting: Setting) -> [Entrant] { setting.entrants.filter { $0.can.contains(.recovers) } }

    func steps(_ setting: Setting) -> Int {
        setting.wants(name, name) ? entrants(setting).count * (Self.places + 1) : 0
    }

    func run(_ setting: Setting) async throws -> Findings {
        var findings = Findings()
        guard setting.wants(name, name) else { return findings }
        let folder = try setting.makeFolder(name)
        for (index, entrant) in entrants(setting).enumerated() {
            let path = "\(folder)/\(index)"
            try FileTools.make(path)
            setting.progress.say("\(entrant.name): writes \(Self.records) records and is killed")
            let order = ChildTask.Order(work: .fill, title: entrant.name, folder: path, records: Self.records)
            _ = try await ChildTask.send(order)
            try await harm(setting, entrant, path, &findings)
            FileTools.remove(path)
        }
        FileTools.remove(folder)
        return findings
    }

    private func harm(_ setting: Setting, _ entrant: Entrant, _ path: String, _ findings: inout Findings) async throws {
        let copy = path + ".copy"
        let map = try DamageMap(path)
        var outcomes: [DamageOutcome: Int] = [:]
        // The first is not harmed: it must say nothing and lose nothing.
        for place in -1..<Self.places {
            setting.progress.step("damage: \(entrant.name)")
            try FileTools.copy(path, to: copy)
            if place >= 0 { try map.flip(Double(place) / Double(Self.places), in: copy) }
            let outcome = try await ChildTask.look(
                ChildTask.Order(work: .look, title: entrant.name, folder: copy, records: Self.records))
            if place >= 0 { outcomes[outcome, default: 0] += 1 }
            guard place >= 0 || outcome == .whole else {
                throw ContenderFailure(entrant.name, "after a crash without damage: \(outcome.sentence)")
            }
        }
        FileTools.remove(copy)
        for outcome in DamageOutcome.allCases {
            let share = Double(outcomes[outcome] ?? 0) * 100 / Double(Self.places)
            findings.note(
                share, name, "one bit flipped: \(outcome.sentence)", entrant.name, "%", isBetterLower: outcome.isBad)
        }
    }
}

/// What came of a flipped bit.
enum DamageOutcome: String, Codable, CaseIterable {
    case silent, died, told, whole

    var sentence: String {
        switch self {
        case .silent: "acknowledged records missing or changed, and not a word"
        case .died: "the program died or hung"
        case .told: "told, by an error or in a report"
        case .whole: "all records there, nothing said"
        }
    }

    var isBad: Bool { self == .silent || self == .died }
}
