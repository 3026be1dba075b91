import Cairn
import CairnLog

/// The store held against the model.
extension DoorTrial {
    private static let ids = ["a", "b", "c", "d", "e", "f", "g", "h"]

    /// Every record by its id, with its revision, and what the type does not know of it.
    func checkPoints() throws {
        for id in Self.ids {
            let (found, wanted) = (try state.versioned(Citizen.self, id), world.citizens[id])
            guard found?.record == wanted else {
                throw Broken("citizen \(id) is \(describe(found?.record)), not \(describe(wanted))")
            }
            guard let found else { continue }
            guard found.revision.number == world.revisions[World.name(id)] else {
                throw Broken(
                    "citizen \(id) has revision \(found.revision), not \(describe(world.revisions[World.name(id)]))")
            }
            let json = String(decoding: try state.json(kind: Citizen.kind, id: id) ?? [], as: UTF8.self)
            let extra = world.extras[id].map { "\"extra\":\($0)" }
            guard extra.map(json.contains) ?? !json.contains("\"extra\"") else {
                throw Broken("citizen \(id) is \(json), with the extra \(describe(world.extras[id]))")
            }
        }
        for id in 0..<4 where try state.get(Town.self, id) != world.towns[id] {
            throw Broken("town \(id) is not \(describe(world.towns[id]))")
        }
        for health in state.indexHealth {
            let wanted: IndexHealth.State = degraded.contains(health.name) ? .degraded : .ready
            guard health.state == wanted else { throw Broken("the index \(health.name) is \(health)") }
        }
        guard log.visibleSequence.number == world.sequence else {
            throw Broken("the log is at \(log.visibleSequence), the model at \(world.sequence)")
        }
    }

    func checkAll() throws {
        let state = state
        try checkQuestions { state.snapshot() }
        try checkStreams()
        try checkFigures()
        let task = executor.begin { () async throws -> [RecordChange] in
            var all: [RecordChange] = []
            for try await change in state.changes(following: false) { all.append(change) }
            return all
        }
        try settle()
        try checkChanges(try task.result?.get() ?? [])
        for id in Self.ids where below(3) == 0 { try checkHistory(id) }
    }

    func checkHeld(_ snapshot: StateSnapshot, _ past: World) throws {
        let now = world
        world = past
        defer { world = now }
        for id in Self.ids where try snapshot.get(Citizen.self, id) != past.citizens[id] {
            throw Broken("in a held snapshot citizen \(id) is not what it was")
        }
        try checkQuestions { snapshot }
    }

    private func checkQuestions(_ snapshot: () -> StateSnapshot) throws {
        for _ in 0..<8 {
            let question = question()
            let reader = snapshot()
            let complaint =
                question.isCount
                ? question.complaint(count: try reader.count(of: question.query), world)
                : question.complaint(try reader.query(question.query), world)
            if let complaint { throw Broken(complaint) }
        }
        // Page by page, all of them and each once.
        var (cursor, pages) = (Cursor?.none, [Citizen]())
        repeat {
            let page = try snapshot().page(Citizen.all.sorted(by: \.score).limit(3), after: cursor)
            pages += page.records
            cursor = page.next
        } while cursor != nil
        guard pages.map(\.score) == world.citizens.values.map(\.score).sorted(),
            Set(pages) == Set(world.citizens.values)
        else { throw Broken("page by page come \(pages.map(\.id))") }
    }

    private func checkFigures() throws {
        let all = world.citizens.values
        let (count, sum, least) = try state.aggregate(of: Citizen.all, .count, .sum(\.score), .min(\.score))
        guard count == all.count, sum == all.reduce(0, { $0 + $1.score }), least == all.map(\.score).min() else {
            throw Broken("the figures are \(count), \(sum), \(describe(least))")
        }
        let groups = try state.groups(of: Citizen.all, by: \.town, .count)
        guard groups == Dictionary(grouping: all, by: \.town).mapValues(\.count) else {
            throw Broken("the groups are \(groups)")
        }
    }

    private func checkStreams() throws {
        for (name, stream) in world.streams {
            let extent = try state.extent(of: name)
            guard extent.first == stream.first, extent.last == stream.events.count else {
                throw Broken("the stream \(name) is \(extent), not \(stream.first)…\(stream.events.count)")
            }
            let events = try state.events(of: Int.self, in: name)
            guard events.map(\.event) == Array(stream.events.dropFirst(stream.first - 1)),
                events.map(\.version) == Array(stream.first..<stream.first + events.count)
            else { throw Broken("the events of \(name) are \(events)") }
        }
    }

    private func checkChanges(_ changes: [RecordChange]) throws {
        var rest = versions[...]
        for change in changes {
            guard let at = rest.firstIndex(where: { $0.sequence == change.sequence.number }) else {
                throw Broken("changes(from:) shows \(change.sequence), which is not there or out of its place")
            }
            guard rest[at].name == "\(change.kind)/\(change.id)", rest[at].isRemoval == (change.form == .removed) else {
                throw Broken("changes(from:) shows \(change) at \(change.sequence)")
            }
            rest = rest[(at + 1)...]
        }
        if !isCompacted || keepsAll, changes.count != versions.count {
            throw Broken("changes(from:) shows \(changes.count) of \(versions.count) changes")
        }
    }

    private func checkHistory(_ id: String) throws {
        let (state, at) = (state, SequenceNumber(world.sequence))
        let task = executor.begin {
            (try await state.history(of: Citizen.self, id), try await state.get(Citizen.self, id, asOf: at))
        }
        try settle()
        guard let (history, now) = try task.result?.get() else { throw Broken("history waits for ever") }
        let wanted = versions.filter { $0.name == World.name(id) }
        guard now == world.citizens[id] else { throw Broken("citizen \(id) as of now is \(describe(now))") }
        if !isCompacted || keepsAll {
            guard history.map(\.revision.number) == wanted.map(\.sequence) else {
                throw Broken("the history of \(id) is \(history.map(\.revision.number)), not \(wanted.map(\.sequence))")
            }
        }
        for version in history {
            guard let model = wanted.first(where: { $0.sequence == version.revision.number }),
                model.citizen == version.record
            else { throw Broken("the history of \(id) is wrong at \(version.revision)") }
        }
        guard let past = oneOf(wanted), !isCompacted || keepsAll else { return }
        let then = executor.begin {
            try await state.get(Citizen.self, id, asOf: SequenceNumber(past.sequence))
        }
        try settle()
        guard try then.result?.get() == past.citizen else { throw Broken("citizen \(id) as of \(past.sequence)") }
    }

    func describe<T>(_ value: T?) -> String { value.map { "\($0)" } ?? "nothing" }
}
