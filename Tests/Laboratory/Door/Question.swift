import Cairn
import Foundation

/// A query about citizens, as the store is asked it, and as anybody would answer it who looks at everybody.
struct Question: Sendable, Hashable {
    enum Form: Sendable, Hashable {
        case all
        case scoreFrom(Int), scoreBelow(Int), scoreBetween(Int, Int), name(String), town(Int), townAndScore(Int, Int)
        case stage(Citizen.Stage), bornFrom(Int), nobody, unbossed, patron(String)
        /// No index helps.
        case note(String), noteAndTown(String, Int), notNote(String), eitherTownOrNote(Int, String)
    }

    var form: Form
    var isCount = false
    /// The best by score, so many.
    var best: Int?

    var query: Query<Citizen> {
        let query = Self.query(form)
        return best.map { query.sorted(by: \.score, .descending).limit($0) } ?? query
    }

    private static func query(_ form: Form) -> Query<Citizen> {
        switch form {
        case .all: Citizen.all
        case .scoreFrom(let low): Citizen.where(\.score >= low)
        case .scoreBelow(let high): Citizen.where(\.score < high)
        case .scoreBetween(let low, let high): Citizen.where(\.score > low && \.score <= high)
        case .name(let name): Citizen.where(\.name == name)
        case .town(let town): Citizen.where(\.town == town)
        case .townAndScore(let town, let low): Citizen.where(\.town == town && \.score >= low)
        case .stage(let stage): Citizen.where(\.stage == stage)
        case .bornFrom(let seconds): Citizen.where(\.born >= Date(timeIntervalSince1970: Double(seconds)))
        case .nobody: Citizen.where(\.name == nil)
        case .unbossed: Citizen.where(!(\.boss == nil))
        case .patron(let id): Citizen.where(\.patron == id)
        case .note(let note): Citizen.where(\.note == note)
        case .noteAndTown(let note, let town): Citizen.where(\.note == note && \.town == town)
        case .notNote(let note): Citizen.where(!(\.note == note))
        case .eitherTownOrNote(let town, let note): Citizen.where(\.town == town || \.note == note)
        }
    }

    func holds(_ citizen: Citizen) -> Bool {
        switch form {
        case .all: true
        case .scoreFrom(let low): citizen.score >= low
        case .scoreBelow(let high): citizen.score < high
        case .scoreBetween(let low, let high): citizen.score > low && citizen.score <= high
        case .name(let name): citizen.name == name
        case .town(let town): citizen.town == town
        case .townAndScore(let town, let low): citizen.town == town && citizen.score >= low
        case .stage(let stage): citizen.stage == stage
        case .bornFrom(let seconds): citizen.born.map { $0.timeIntervalSince1970 >= Double(seconds) } ?? false
        case .nobody: citizen.name == nil
        case .unbossed: citizen.boss != nil
        case .patron(let id): citizen.patron == id
        case .note(let note): citizen.note == note
        case .noteAndTown(let note, let town): citizen.note == note && citizen.town == town
        case .notNote(let note): citizen.note != note
        case .eitherTownOrNote(let town, let note): citizen.town == town || citizen.note == note
        }
    }

    /// What is wrong with an answer; nil where nothing is. Among equals in the order, any may be the last.
    func complaint(_ answer: [Citizen], _ world: World) -> String? {
        let wanted = world.citizens.values.filter(holds)
        for citizen in answer where world.citizens[citizen.id] != citizen {
            return "\(self) gives \(citizen), which should be \(world.citizens[citizen.id].map { "\($0)" } ?? "gone")"
        }
        guard Set(answer.map(\.id)).count == answer.count else { return "\(self) gives a record twice" }
        if let best {
            let scores = wanted.map(\.score).sorted(by: >).prefix(best)
            guard Array(scores) == answer.map(\.score) else {
                return "\(self) gives scores \(answer.map(\.score)), not \(scores)"
            }
            return answer.allSatisfy(holds) ? nil : "\(self) gives what was not asked for"
        }
        let (got, all) = (answer.map(\.id).sorted(), wanted.map(\.id).sorted())
        return got == all ? nil : "\(self) gives \(got), not \(all)"
    }

    func complaint(count: Int, _ world: World) -> String? {
        let wanted = min(world.citizens.values.count(where: holds), best ?? .max)
        return count == wanted ? nil : "\(self) counts \(count), not \(wanted)"
    }
}
