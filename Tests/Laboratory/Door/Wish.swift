import Cairn
import Foundation

/// One thing that a transaction is asked to do.
enum Wish: Sendable, Hashable {
    case createTown(Town)
    case upsertTown(Town)
    case deleteTown(Int)
    case create(Citizen)
    case upsert(Citizen, expecting: UInt64?)
    case update(String, Edit, expecting: UInt64?)
    /// As a merge patch, in JSON or as a type.
    case patch(String, Edit, isTyped: Bool, expecting: UInt64?)
    case delete(String, expecting: UInt64?)
    case append(String, [Int], expecting: Int?)
    case ask(Question)
    case get(String)
}

/// One change of a citizen.
enum Edit: Sendable, Hashable {
    case score(Int), name(String?), town(Int), boss(String?), patron(String?), stage(Citizen.Stage), born(Int), note(
        String)
    /// A member of which the type knows nothing; only by JSON.
    case extra(Int?)

    func apply(to citizen: inout Citizen) {
        switch self {
        case .score(let value): citizen.score = value
        case .name(let value): citizen.name = value
        case .town(let value): citizen.town = value
        case .boss(let value): citizen.boss = value
        case .patron(let value): citizen.patron = value
        case .stage(let value): citizen.stage = value
        case .born(let value): citizen.born = Date(timeIntervalSince1970: Double(value))
        case .note(let value): citizen.note = value
        case .extra: break
        }
    }

    /// What a typed patch can say; nil for the rest.
    var typed: CitizenChange? {
        switch self {
        case .score(let value): CitizenChange(score: value)
        case .stage(let value): CitizenChange(stage: value)
        case .born(let value): CitizenChange(born: Date(timeIntervalSince1970: Double(value)))
        case .note(let value): CitizenChange(note: value)
        default: nil
        }
    }

    /// The merge patch; nil where JSON says it in more words than a laboratory likes.
    var json: String? {
        switch self {
        case .score(let value): #"{"score":\#(value)}"#
        case .name(let value): Self.json("name", value)
        case .town(let value): #"{"town":\#(value)}"#
        case .boss(let value): Self.json("boss", value)
        case .patron(let value): Self.json("patron", value)
        case .stage(let value): #"{"stage":"\#(value.rawValue)"}"#
        case .born: nil
        case .note(let value): Self.json("note", value)
        case .extra(let value): #"{"extra":\#(value.map { "\($0)" } ?? "null")}"#
        }
    }

    private static func json(_ member: String, _ value: String?) -> String {
        #"{"\#(member)":\#(value.map { "\"\($0)\"" } ?? "null")}"#
    }
}

/// What came of a wish.
enum Reply: Sendable, Hashable {
    case town(Town)
    case citizen(Citizen?)
    case flag(Bool)
    case version(Int)
    case citizens([Citizen])
    case count(Int)
}

extension Wish {
    /// - Throws: what the store says.
    func perform(in transaction: inout Transaction) throws -> Reply {
        switch self {
        case .createTown(let town): .town(try transaction.create(town))
        case .upsertTown(let town): .town(try transaction.upsert(town))
        case .deleteTown(let id): .flag(try transaction.delete(Town.self, id))
        case .create(let citizen): .citizen(try transaction.create(citizen))
        case .upsert(let citizen, let revision): .citizen(try transaction.upsert(citizen, expecting: revision.number))
        case .update(let id, let edit, let revision):
            .citizen(try transaction.update(Citizen.self, id, expecting: revision.number) { edit.apply(to: &$0) })
        case .patch(let id, let edit, let isTyped, let revision):
            if isTyped, let typed = edit.typed {
                .citizen(try transaction.patch(Citizen.self, id, expecting: revision.number, with: typed))
            } else {
                .citizen(
                    try transaction.patch(
                        Citizen.self, id, expecting: revision.number, Array((edit.json ?? "{}").utf8)))
            }
        case .delete(let id, let revision):
            .flag(try transaction.delete(Citizen.self, id, expecting: revision.number))
        case .append(let stream, let events, let version):
            .version(try transaction.append(to: stream, expecting: version, events))
        case .ask(let question):
            if question.isCount {
                .count(try transaction.count(of: question.query))
            } else {
                .citizens(try transaction.query(question.query))
            }
        case .get(let id): .citizen(try transaction.get(Citizen.self, id))
        }
    }

    /// The same by the verb of the store that has the same name.
    func perform(on state: StateManager) async throws -> Reply {
        switch self {
        case .createTown(let town): return .town(try await state.send(.create(town)))
        case .upsertTown(let town): return .town(try await state.upsert(town))
        case .deleteTown(let id): return .flag(try await state.delete(Town.self, id))
        case .create(let citizen): return .citizen(try await state.create(citizen))
        case .upsert(let citizen, let revision):
            return .citizen(try await state.send(.upsert(citizen, expecting: revision.number)))
        case .update(let id, let edit, let revision):
            return .citizen(
                try await state.update(Citizen.self, id, expecting: revision.number) { edit.apply(to: &$0) })
        case .patch(let id, let edit, let isTyped, let revision):
            if isTyped, let typed = edit.typed {
                return .citizen(try await state.patch(Citizen.self, id, expecting: revision.number, with: typed))
            }
            let json = Array((edit.json ?? "{}").utf8)
            return .citizen(try await state.patch(Citizen.self, id, expecting: revision.number, json))
        case .delete(let id, let revision):
            return .flag(try await state.delete(Citizen.self, id, expecting: revision.number))
        case .append(let stream, let events, let version):
            return .version(try await state.append(to: stream, expecting: version, events))
        case .ask(let question):
            if question.isCount { return .count(try state.count(of: question.query)) }
            return .citizens(try state.query(question.query))
        case .get(let id): return .citizen(try state.get(Citizen.self, id))
        }
    }
}

extension UInt64? {
    fileprivate var number: SequenceNumber? { map { SequenceNumber($0) } }
}
