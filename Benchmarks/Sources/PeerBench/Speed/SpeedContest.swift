/// Who does most in a while: each workload with each number of clients, the contenders taking turns in every round.
struct SpeedContest: Part {
    let name = "speed"
    let sentence = "fill, read, overwrite, remove, seek and YCSB A to F, by 1 to 256 clients"
    /// Records written at once when a store is loaded.
    private static let loadBatch = 1_000

    /// A contender and its store.
    private struct Place {
        var entrant: Entrant
        var store: any Contender
        var population: Population
    }

    func steps(_ setting: Setting) -> Int {
        wanted(setting).reduce(0) { sum, workload in
            sum + workload.clients.count * setting.rounds * setting.entrants.count { able($0, workload) }
        }
    }

    func run(_ setting: Setting) async throws -> Findings {
        var findings = Findings()
        for stock in [Stock.empty, .loaded, .ordered] {
            let workloads = wanted(setting).filter { $0.stock == stock }
            if workloads.isEmpty { continue }
            let folder = try setting.makeFolder("speed-\(stock)")
            let places = try await open(setting, stock, folder, workloads)
            for workload in workloads {
                for clients in workload.clients {
                    try await contest(
                        setting, workload, clients, places.filter { able($0.entrant, workload) }, &findings)
                }
            }
            for place in places { try await place.store.close() }
            FileTools.remove(folder)
        }
        return findings
    }

    private func wanted(_ setting: Setting) -> [Workload] {
        WorkloadList.all.filter { setting.wants(name, $0.name) }
    }

    private func able(_ entrant: Entrant, _ workload: Workload) -> Bool { entrant.can.isSuperset(of: workload.needs) }

    private func open(
        _ setting: Setting, _ stock: Stock, _ folder: String, _ workloads: [Workload]
    ) async throws -> [Place] {
        var places: [Place] = []
        for (index, entrant) in setting.entrants.enumerated() {
            guard workloads.contains(where: { able(entrant, $0) }) else { continue }
            let path = "\(folder)/\(index)"
            try FileTools.make(path)
            let store = try await entrant.open(path, Setup(isOrdered: stock == .ordered))
            let count = stock == .empty ? 0 : WorkloadList.records
            setting.progress.say("\(entrant.name): loads \(count) records")
            let place = Place(entrant: entrant, store: store, population: Population(count))
            if entrant.can.contains(.reads) { try await Loading.load(store, 0..<count, batch: Self.loadBatch) }
            places.append(place)
        }
        try await Loading.settle()
        return places
    }

    private func contest(
        _ setting: Setting, _ workload: Workload, _ clients: Int, _ places: [Place], _ findings: inout Findings
    ) async throws {
        for round in 0..<setting.rounds {
            for turn in places.indices {
                // Another one begins in each round, so that nobody always has the same neighbour.
                let place = places[(turn + round) % places.count]
                setting.progress.step("\(workload.name), \(clients) clients, round \(round + 1): \(place.entrant.name)")
                let crowd = Crowd(
                    store: place.store, clients: clients, keeping: workload.keeping, population: place.population,
                    seed: UInt64(round + 1), stride: workload.stride)
                let outcome = try await crowd.run(seconds: setting.seconds, workload.choose)
                try check(outcome, workload, place.entrant)
                let count = workload.countsReads ? outcome.reads : outcome.reads + outcome.writes
                findings.note(
                    Double(count) / outcome.seconds, name, workload.name, place.entrant.name, workload.unit,
                    clients: clients)
                if workload.removes { try await putBack(place) }
            }
        }
    }

    /// Who answers wrongly has no time that counts.
    private func check(_ outcome: Outcome, _ workload: Workload, _ entrant: Entrant) throws {
        guard let expects = workload.expects, entrant.can.contains(.reads) else { return }
        let range = outcome.reads * expects.lowerBound...outcome.reads * expects.upperBound
        guard range.contains(outcome.met) else {
            throw ContenderFailure(
                entrant.name, "\(workload.name): \(outcome.reads) reads met \(outcome.met) records instead of \(range)")
        }
    }

    private func putBack(_ place: Place) async throws {
        let removed = place.population.takeBack(of: WorkloadList.records)
        if place.entrant.can.contains(.reads) { try await Loading.load(place.store, removed, batch: Self.loadBatch) }
    }
}
