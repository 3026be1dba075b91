import Cairn
import CairnDisk
import CrashLab
import Foundation

/// Thinks of the next step, from a seed and what is there.
struct DoorScript {
    private var random: Seeded
    private static let names = ["a", "b", "c", "d", "e", "f", "g", "h"]
    private static let notes = ["", "x", "y"]
    private static let streams = ["s", "t"]

    private let isCalm: Bool

    init(seed: UInt64, isCalm: Bool) {
        random = Seeded(seed, 77)
        self.isCalm = isCalm
    }

    private mutating func chance(_ percent: Int) -> Bool { random.below(100) < percent }

    private mutating func one<Element>(_ list: [Element]) -> Element { list[random.below(list.count)] }

    mutating func below(_ bound: Int) -> Int { random.below(bound) }

    mutating func step(_ world: World) -> DoorStep {
        switch random.below(isCalm ? 93 : 100) {
        case 0..<32: return .single(wish(world))
        case 32..<36: return .createAll(citizens(world))
        case 36..<40: return .upsertAll(citizens(world))
        case 40..<43: return .deleteAll((0..<random.below(4)).map { _ in one(Self.names) })
        case 43..<75: return .errands((0...random.below(5)).map { _ in errand(world) })
        case 75..<77: return .truncate(one(Self.streams), random.below(12))
        case 77..<89: return housekeeping()
        case 89..<91: return .reopen
        case 91..<93: return .die
        case 93..<97: return .crash(one(CrashModel.allCases))
        default: return .fault(fault(), (0...random.below(4)).map { _ in errand(world) })
        }
    }

    private mutating func housekeeping() -> DoorStep {
        switch random.below(11) {
        case 10: .degrade(one(["score", "town", "boss", "patron", "stage", "born"]))
        case 0: .compact(all: false)
        case 1, 2: .compact(all: true)
        case 3: .snapshot
        case 4: .hints
        case 5: .prepare
        case 6: .idle(trims: chance(50))
        case 7: .jump(Int64(random.below(4_000_000)) - 2_000_000)
        default: .hold
        }
    }

    private mutating func fault() -> Fault {
        let isFull = chance(50)
        return Fault(
            at: random.below(3), among: isFull ? [.write] : [.write, .fileSync, .rename, .open, .folderSync],
            forever: chance(30), code: isFull ? .noSpace : .inputOutput, errno: isFull ? 28 : 5,
            transfersHalf: chance(50))
    }

    private mutating func errand(_ world: World) -> Errand {
        var errand = Errand(wishes: (0..<random.below(6)).map { _ in wish(world) })
        for place in errand.wishes.indices where chance(20) { errand.forgiven.insert(place) }
        if chance(8) { errand.ending = .error }
        if chance(5) { errand.ending = .cancellation }
        if chance(25) { errand.durability = chance(60) ? .volatile : .buffered(withinMilliseconds: 5) }
        return errand
    }

    mutating func wish(_ world: World) -> Wish {
        let id = one(Self.names)
        // Nobody can live anywhere else.
        if world.towns.isEmpty, chance(50) { return .upsertTown(town()) }
        switch random.below(24) {
        case 0: return .createTown(town())
        case 1, 2: return .upsertTown(town())
        case 3: return chance(50) ? .deleteTown(random.below(4)) : .upsertTown(town())
        case 4, 5, 6: return .create(citizen(id, world))
        case 7, 8, 9: return .upsert(citizen(id, world), expecting: revision(id, world))
        case 10, 11, 12: return .update(id, edit(world, id), expecting: revision(id, world))
        case 13, 14, 15:
            var edit = edit(world, id)
            if chance(40) { edit = .extra(chance(70) ? random.below(9) : nil) }
            let isTyped = edit.typed != nil && (chance(50) || edit.json == nil)
            return .patch(id, edit, isTyped: isTyped, expecting: revision(id, world))
        case 16, 17: return .delete(id, expecting: revision(id, world))
        case 18, 19:
            let stream = one(Self.streams)
            let count = world.streams[stream]?.events.count ?? 0
            return .append(
                stream, (0..<random.below(4)).map { _ in random.below(1_000) },
                expecting: chance(30) ? count - (chance(30) ? 1 : 0) : nil)
        case 20, 21, 22: return .ask(question())
        default: return .get(id)
        }
    }

    private mutating func town() -> Town {
        Town(id: random.below(4), name: one(["Ham", "Kew", "Lee", "Ware", "York"]))
    }

    private mutating func citizens(_ world: World) -> [Citizen] {
        (0..<random.below(4)).map { _ in citizen(one(Self.names), world) }
    }

    private mutating func citizen(_ id: String, _ world: World) -> Citizen {
        var citizen = Citizen(id: id, score: random.below(20), town: place(world), note: one(Self.notes))
        if chance(50) { citizen.name = one(Self.names).uppercased() }
        if chance(25) { citizen.boss = somebody(world) }
        if chance(25) { citizen.patron = somebody(world) }
        // Mostly what is allowed.
        let first: [Citizen.Stage] = chance(85) ? [.child, .worker] : Citizen.Stage.allCases
        citizen.stage = world.citizens[id]?.stage ?? one(first)
        if chance(40) { citizen.born = Date(timeIntervalSince1970: Double(random.below(10) * 1_000)) }
        return citizen
    }

    private mutating func place(_ world: World) -> Int {
        let towns = world.towns.keys.sorted()
        return towns.isEmpty || chance(8) ? random.below(4) : one(towns)
    }

    private mutating func somebody(_ world: World) -> String {
        let all = world.citizens.keys.sorted()
        return all.isEmpty || chance(10) ? one(Self.names) : one(all)
    }

    /// The one it has, or one that it does not have.
    private mutating func revision(_ id: String, _ world: World) -> UInt64? {
        guard chance(20) else { return nil }
        let now = world.revisions[World.name(id)] ?? 0
        return chance(60) && now > 0 ? now : max(1, now) - 1
    }

    private mutating func edit(_ world: World, _ id: String) -> Edit {
        switch random.below(12) {
        case 0, 1, 2: .score(random.below(20))
        case 3, 4: .name(chance(60) ? one(Self.names).uppercased() : nil)
        case 5: .town(place(world))
        case 6: .boss(chance(60) ? somebody(world) : nil)
        case 7: .patron(chance(60) ? somebody(world) : nil)
        case 8, 9: .stage(one(Citizen.Stage.allCases))
        case 10: .born(random.below(10) * 1_000)
        default: .note(one(Self.notes))
        }
    }

    mutating func question() -> Question {
        let (low, town, note) = (random.below(20), random.below(4), one(Self.notes))
        let forms: [Question.Form] = [
            .all, .scoreFrom(low), .scoreBelow(low), .scoreBetween(low, low + 5), .name(one(Self.names).uppercased()),
            .town(town), .townAndScore(town, low), .stage(one(Citizen.Stage.allCases)), .bornFrom(low * 500), .nobody,
            .unbossed, .patron(one(Self.names)), .note(note), .noteAndTown(note, town), .notNote(note),
            .eitherTownOrNote(town, note),
        ]
        var question = Question(form: one(forms), isCount: chance(30))
        if chance(25) { question.best = 1 + random.below(4) }
        return question
    }
}
