public import Cairn

/// The first place where handling a recorded message again came to something else.
public struct ReplayDifference: Sendable, CustomStringConvertible {
    /// The line as it is in the chain.
    public var recorded: RawJSON
    /// What the handlers came to now; nil where they came to nothing that could be written down.
    public var replayed: RawJSON?

    public var description: String {
        "recorded: \(recorded)\nreplayed: \(replayed?.description ?? "nothing")"
    }
}

/// Handles the messages of a chain again, and compares each line with what comes of it, hash and all.
///
/// It needs no store, so it runs on any machine that has the behaviour and the lines. The handlers are given the state,
/// the time and the random numbers that were recorded. Nothing of what they cause leaves: no message, no timer.
///
/// What an `async` handler came to follows from what others told it, which is not in the chain. Its lines are taken as
/// they are, and counted.
public struct ChainReplay<B: Behavior>: ~Copyable {
    /// Lines that were handled again, and came to the same.
    public private(set) var replayed = 0
    /// Lines of `async` handlers, which were taken as they are.
    public private(set) var taken = 0

    private let cell: Cell<B>
    private var verifier: ChainVerifier

    /// Begins in front of the first line.
    ///
    /// - Errors: `.invalidAddress`; `.invalidOption` for a volatile behaviour, which has no chains.
    public init(_ type: B.Type, _ id: String) throws(ActorError) {
        let core = SystemCore(nil, ActorOptions())
        let kind = try core.kind(type)
        guard kind.isStored else {
            throw ActorError(.invalidOption, "\(kind.name) is volatile, and so has no chains that could be replayed")
        }
        cell = Cell(try ActorAddress(behavior: kind.name, id: id), core, kind)
        verifier = ChainVerifier(cell.address)
    }

    deinit {
        cell.clear()
        cell.core.forget()
    }

    /// Handles the next line's message again. What it returns is the end of the matter: what follows rests upon it.
    ///
    /// - Errors: `.chainBroken` where the line is not what was written; `.undecodable`, `.unknownMode` where this
    ///   behaviour does not know the recorded state.
    public mutating func take(_ line: RawJSON) throws(ActorError) -> ReplayDifference? {
        if let found = verifier.take(line) {
            throw ActorError(.chainBroken, "the chain of \(cell.address) cannot be replayed: \(found)")
        }
        do {
            let recorded = try line.decode(Transition.self)
            cell.recorded = RecordedLine(recorded)
            cell.staged = []
            guard try handle(recorded) else {
                taken += 1
                try cell.resume(line)
                return nil
            }
            let again = cell.staged.last?.line.text
            guard again == line else { return ReplayDifference(recorded: line, replayed: again) }
            replayed += 1
            return nil
        } catch let error as ActorError { throw error } catch {
            throw ActorError(.undecodable, "a line of \(cell.address) cannot be replayed", cause: error)
        }
    }

    /// Handles what was recorded. False where that cannot be done again.
    private func handle(_ recorded: Transition) throws -> Bool {
        if recorded.number == 1 {
            try cell.begin()
            return true
        }
        guard let type = try recorded.message.decode(MessageType.self).type,
            let handler = cell.handlers.first(where: { $0.name == type })
        else { return true }
        let letter = try handler.letter(recorded.message, for: cell)
        (letter.cause, letter.timer) = (recorded.cause, recorded.timer)
        return letter.deliver()
    }
}

/// A line that is handled again. An object, as a cell that lives should have no room for it.
final class RecordedLine: Sendable {
    let line: Transition

    init(_ line: Transition) { self.line = line }
}

/// What a message's handler is found by.
private struct MessageType: Decodable {
    var type: String?
}
