import Cairn

/// A transaction in the model: it looks at everybody for everything.
struct Draft {
    private let before: World
    private(set) var world: World
    private(set) var written: [String] = []
    private var followed: Set<String> = []

    init(_ world: World) {
        before = world
        self.world = world
    }

    struct Refusal: Error {
        var codes: Set<StateError.Code>
        init(_ codes: StateError.Code...) { self.codes = Set(codes) }
    }

    mutating func grant(_ wish: Wish) throws(Refusal) -> Expectation {
        switch wish {
        case .createTown(let town):
            if world.towns[town.id] != nil { throw Refusal(.exists) }
            return .reply(.town(try put(town)))
        case .upsertTown(let town): return .reply(.town(try put(town)))
        case .deleteTown(let id):
            guard world.towns.removeValue(forKey: id) != nil else { return .reply(.flag(false)) }
            note(World.name(id))
            return .reply(.flag(true))
        case .create(let citizen):
            if world.citizens[citizen.id] != nil { throw Refusal(.exists) }
            return .reply(.citizen(try put(citizen, extra: nil)))
        case .upsert(let citizen, let revision):
            try check(revision, citizen.id)
            return .reply(.citizen(try put(citizen, extra: nil)))
        case .update(let id, let edit, let revision): return try change(id, edit, revision, keepsExtra: true)
        case .patch(let id, let edit, _, let revision): return try change(id, edit, revision, keepsExtra: false)
        case .delete(let id, let revision):
            try check(revision, id)
            guard world.citizens.removeValue(forKey: id) != nil else { return .reply(.flag(false)) }
            world.extras[id] = nil
            note(World.name(id))
            return .reply(.flag(true))
        case .append(let stream, let events, let version): return try append(stream, events, version)
        case .ask(let question): return .answer(question, world)
        case .get(let id): return .reply(.citizen(world.citizens[id]))
        }
    }

    private mutating func change(
        _ id: String, _ edit: Edit, _ revision: UInt64?, keepsExtra: Bool
    ) throws(Refusal) -> Expectation {
        guard var citizen = world.citizens[id] else { throw Refusal(.notFound) }
        edit.apply(to: &citizen)
        var extra = world.extras[id]
        if !keepsExtra, case .extra(let value) = edit { extra = value }
        try check(revision, id)
        return .reply(.citizen(try put(citizen, extra: extra)))
    }

    private mutating func put(_ town: Town) throws(Refusal) -> Town {
        if world.towns[town.id]?.name != town.name, world.towns.values.contains(where: { $0.name == town.name }) {
            throw Refusal(.notUnique)
        }
        world.towns[town.id] = town
        note(World.name(town.id))
        return town
    }

    private mutating func put(_ citizen: Citizen, extra: Int?) throws(Refusal) -> Citizen {
        if let name = citizen.name, world.citizens[citizen.id]?.name != name,
            world.citizens.values.contains(where: { $0.name == name })
        {
            throw Refusal(.notUnique)
        }
        world.citizens[citizen.id] = citizen
        world.extras[citizen.id] = extra
        note(World.name(citizen.id))
        return citizen
    }

    private mutating func append(_ stream: String, _ events: [Int], _ version: Int?) throws(Refusal) -> Expectation {
        var model = world.streams[stream] ?? World.Stream()
        if let version, version != model.events.count { throw Refusal(.conflict) }
        guard !events.isEmpty else { return .reply(.version(model.events.count)) }
        for event in events {
            model.events.append(event)
            note(World.event(model.events.count, stream))
        }
        note(World.head(stream))
        world.streams[stream] = model
        return .reply(.version(model.events.count))
    }

    mutating func truncate(_ stream: String, upTo version: Int) {
        var model = world.streams[stream] ?? World.Stream()
        model.first = max(model.first, min(max(version, 0), model.events.count) + 1)
        guard model.kept < model.first else { return }
        for version in model.kept..<model.first { note(World.event(version, stream)) }
        model.kept = model.first
        note(World.head(stream))
        world.streams[stream] = model
    }

    /// What this transaction wrote has no revision yet.
    private func check(_ expected: UInt64?, _ id: String) throws(Refusal) {
        guard let expected else { return }
        let name = World.name(id)
        guard expected > 0, world.citizens[id] != nil, !written.contains(name), world.revisions[name] == expected else {
            throw Refusal(.conflict)
        }
    }

    private mutating func note(_ name: String) { if !written.contains(name) { written.append(name) } }
}

extension Draft {
    /// Judges everything that was written, as it is in the end, and gives it its numbers.
    mutating func settle() throws(Refusal) {
        follow()
        var codes: Set<StateError.Code> = []
        for citizen in world.citizens.values where isTouched(World.name(citizen.id)) {
            if !isAllowed(citizen) { codes.insert(.forbiddenTransition) }
            let others = [citizen.boss, citizen.patron].compactMap { $0 }
            if world.towns[citizen.town] == nil || others.contains(where: { world.citizens[$0] == nil }) {
                codes.insert(.dangling)
            }
        }
        for citizen in world.citizens.values {
            if let boss = citizen.boss, world.citizens[boss] == nil, isTouched(World.name(boss)) {
                codes.insert(.referenced)
            }
        }
        guard codes.isEmpty else {
            var refusal = Refusal()
            refusal.codes = codes
            throw refusal
        }
        for name in written {
            world.sequence += 1
            world.revisions[name] = world.sequence
        }
        for name in followed {
            world.sequence += 1
            world.revisions[name] = 0
        }
    }

    var verdict: Verdict { Verdict(world: world, written: written, followed: followed) }

    private func isTouched(_ name: String) -> Bool { written.contains(name) || followed.contains(name) }

    private func isAllowed(_ citizen: Citizen) -> Bool {
        guard let before = before.citizens[citizen.id]?.stage else {
            return Citizen.firstStages.contains(citizen.stage)
        }
        return before == citizen.stage || Citizen.stages[before]?.contains(citizen.stage) == true
    }

    /// Those that point at what was removed go, or forget it, until nothing is left to do.
    private mutating func follow() {
        var isDone = false
        while !isDone {
            isDone = true
            for var citizen in world.citizens.values {
                let name = World.name(citizen.id)
                if world.towns[citizen.town] == nil, isTouched(World.name(citizen.town)) {
                    world.citizens[citizen.id] = nil
                    world.extras[citizen.id] = nil
                } else if let patron = citizen.patron, world.citizens[patron] == nil, isTouched(World.name(patron)) {
                    citizen.patron = nil
                    world.citizens[citizen.id] = citizen
                } else {
                    continue
                }
                if !written.contains(name) { followed.insert(name) }
                isDone = false
            }
        }
    }
}
