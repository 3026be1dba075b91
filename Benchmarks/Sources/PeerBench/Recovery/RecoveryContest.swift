/// How long a store takes to open after its process was killed.
struct RecoveryContest: Part {
    let name = "recovery"
    let sentence = "opening after kill -9, by size, in memory and from the device"
    /// A folder that a crash left.
    private struct Place {
        var one: RecoveryCase
        var path: String
        var records: Int
    }

    private func sizes(_ setting: Setting) -> [Int] {
        var sizes: [Int] = []
        var size = 10_000
        while size <= setting.records {
            sizes.append(size)
            size *= 10
        }
        return sizes
    }

    private func cases(_ setting: Setting, _ records: Int) -> [RecoveryCase] {
        RecoveryCase.all(setting.entrants).filter { records <= $0.mostRecords }
    }

    func steps(_ setting: Setting) -> Int {
        guard setting.wants(name, name) else { return 0 }
        // Each size is opened warm, the largest cold besides.
        let turns = sizes(setting).reduce(0) { $0 + cases(setting, $1).count }
        return (turns + cases(setting, sizes(setting).last ?? 0).count) * setting.rounds
    }

    func run(_ setting: Setting) async throws -> Findings {
        var findings = Findings()
        guard setting.wants(name, name) else { return findings }
        for records in sizes(setting) {
            let folder = try setting.makeFolder(name)
            var places: [Place] = []
            for (index, one) in cases(setting, records).enumerated() {
                let path = "\(folder)/\(index)"
                try FileTools.make(path)
                setting.progress.say("\(one.title): writes \(records) records and is killed")
                _ = try await ChildTask.send(
                    ChildTask.Order(work: .fill, title: one.title, folder: path, records: records))
                places.append(Place(one: one, path: path, records: records))
            }
            try await rounds(setting, places, isCold: false, &findings)
            if records == sizes(setting).last { try await rounds(setting, places, isCold: true, &findings) }
            FileTools.remove(folder)
        }
        findings.curves = curves(findings)
        return findings
    }

    private func rounds(
        _ setting: Setting, _ places: [Place], isCold: Bool, _ findings: inout Findings
    ) async throws {
        for round in 0..<setting.rounds {
            for turn in places.indices {
                let place = places[(turn + round) % places.count]
                setting.progress.step(
                    "opening \(place.records) records\(isCold ? ", cold" : ""), round \(round + 1): \(place.one.title)")
                try await open(place, isCold: isCold, &findings)
            }
        }
    }

    private func open(_ place: Place, isCold: Bool, _ findings: inout Findings) async throws {
        var path = place.path
        if place.one.isUsedUp {
            path += ".copy"
            try FileTools.copy(place.path, to: path)
        }
        for ending in place.one.removes {
            for file in FileTools.files(path) where file.hasSuffix(ending) { FileTools.remove(file) }
        }
        if isCold { FileTools.chill(path) } else { FileTools.warm(path) }
        let logBytes = FileTools.bytes(path, endings: place.one.logEndings)
        let said = try await ChildTask.send(
            ChildTask.Order(work: .open, title: place.one.title, folder: path, records: place.records))
        guard let said else { throw ContenderFailure(place.one.title, "said nothing of its opening") }
        let workload = "\(place.records) records\(isCold ? ", cold" : "")"
        note(said.milliseconds, "", "ms")
        if !place.one.logEndings.isEmpty {
            let read = Double(said.logBytes ?? logBytes)
            note(read / said.milliseconds / 1e3, ", of log", "MB/s", isBetterLower: false)
        }
        if !isCold { note(Double(said.peakBytes) / 1e6, ", peak memory", "MB") }
        if place.one.isUsedUp { FileTools.remove(path) }
        func note(_ value: Double, _ what: String, _ unit: String, isBetterLower: Bool = true) {
            findings.note(value, name, workload + what, place.one.title, unit, isBetterLower: isBetterLower)
        }
    }

    private func curves(_ findings: Findings) -> [Curve] {
        var curves: [String: Curve] = [:]
        for series in findings.series where series.unit == "ms" && !series.workload.hasSuffix("cold") {
            guard let size = series.workload.split(separator: " ").first.flatMap({ Double($0) }) else { continue }
            let point = Curve.Point(x: size, y: series.median)
            curves[series.contender, default: Curve(plot: "recovery", contender: series.contender, points: [])]
                .points.append(point)
        }
        return curves.values.sorted { $0.contender < $1.contender }
    }
}
