internal import Cairn

/// A handler, by what tells it from others.
// unsafe: nothing of it changes, and what subclasses hold is Sendable
class Handler<State: Codable & Sendable>: @unchecked Sendable {
    /// The Swift type of its messages.
    let type: ObjectIdentifier
    /// The `type` of their JSON.
    let name: String
    /// It waits for others.
    let waits: Bool

    init(_ type: ObjectIdentifier, _ name: String, waits: Bool) {
        self.type = type
        self.name = name
        self.waits = waits
    }

    /// A message that was stored, on its way again.
    func letter<B: Behavior>(_ message: RawJSON, for cell: Cell<B>) throws(ActorError) -> LetterFor<B>
    where B.State == State { LetterFor(cell) }
}

/// A handler of messages of one type.
// unsafe: nothing of it changes, and its closures are Sendable
final class TypedHandler<State: Codable & Sendable, P: Payload, Reply>: Handler<State>, @unchecked Sendable
where Reply: Codable & Sendable {
    enum Work: Sendable {
        case now(@Sendable (inout State, P, inout ActorContext) throws -> Reply)
        case later(@Sendable (inout State, P, inout ActorContext) async throws -> Reply)
    }

    let work: Work

    init(_ work: Work) {
        self.work = work
        let waits = if case .later = work { true } else { false }
        super.init(ObjectIdentifier(P.self), P.type, waits: waits)
    }

    override func letter<B: Behavior>(_ message: RawJSON, for cell: Cell<B>) throws(ActorError) -> LetterFor<B>
    where B.State == State {
        do throws(StateError) { return Told<B, P, Reply>(try message.decode(P.self), for: cell) } catch {
            throw ActorError(.undecodable, "a \(name) that was stored is not what \(P.self) is now", cause: error)
        }
    }
}

/// The handlers of a behaviour by mode and type of message.
struct HandlerTable<State: Codable & Sendable>: Sendable {
    /// Those of one mode, those that hold in every mode behind them. A behaviour has a handful of them: going through
    /// a few identities is faster than hashing one.
    private let modes: [Mode: [Handler<State>]]

    init(_ body: BehaviorBody<State>) {
        var everywhere: [Handler<State>] = []
        var modes: [Mode: [Handler<State>]] = [.normal: []]
        func gather(_ parts: [BehaviorPart<State>], _ mode: Mode?) {
            for part in parts {
                switch part {
                case .on(let on):
                    if let mode { modes[mode, default: []].append(on.handler) } else { everywhere.append(on.handler) }
                case .when(let when):
                    modes[when.mode, default: []] += []
                    gather(when.parts, when.mode)
                }
            }
        }
        gather(body.parts, nil)
        self.modes = modes.mapValues { $0 + everywhere }
    }

    func has(_ mode: Mode) -> Bool { modes[mode] != nil }

    func handlers(in mode: Mode) -> [Handler<State>] { modes[mode] ?? [] }
}
