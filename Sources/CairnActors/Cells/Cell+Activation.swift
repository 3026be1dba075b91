internal import Cairn
internal import FoundationEssentials

extension Cell {
    /// Brings the actor into memory: as its chain has it, or, where it has none, with its first state.
    func activate() throws {
        if kind.isStored {
            guard let chain = core.chain else { throw Self.needsStore(address) }
            if let line = try chain.head(of: address) {
                try resume(line)
                arm()
            } else {
                try begin()
            }
        } else {
            try begin()
        }
        core.directory.entered(self)
    }

    func resume(_ line: RawJSON) throws {
        let head = try line.decode(Transition.self)
        guard head.actor == address, try ChainHash.computed(line) == head.hash else {
            throw ActorError(
                .chainBroken, "the last line of \(address), number \(head.number), is not what was written; verify it")
        }
        let mode = head.mode ?? .normal
        guard kind.table.has(mode) else {
            throw ActorError(
                .unknownMode, "\(address) is in the mode \(mode), which \(kind.name) has no more; bring it back")
        }
        do { state = try head.state.decode(B.State.self) } catch {
            throw ActorError(
                .undecodable, "the state of \(address) is not what \(kind.name) knows; bring the type in line with it",
                cause: error)
        }
        (number, hash, self.mode) = (head.number, head.hash, mode)
        handlers = kind.table.handlers(in: mode)
        timers = ActorTimers(head.timers ?? [])
    }

    /// The first state is the first line.
    func begin() throws {
        (number, hash, mode, timers) = (0, nil, .normal, ActorTimers())
        var context = context()
        let first = try B.initial(&context)
        guard kind.table.has(context.nextMode) else {
            throw ActorError(.unknownMode, "\(kind.name) begins in \(context.nextMode), a mode that it does not have")
        }
        for case .set(let timer) in context.timerChanges { timers.set(timer) }
        movesTimers = !timers.list.isEmpty
        if kind.isStored {
            var draft = draft(context, Self.start, try text(first))
            draft.timers = timers.list.isEmpty ? nil : timers.list
            try stage(draft, nil, context)
        } else {
            settleTimers()
            outbox += context.sends
        }
        (state, number, mode) = (first, 1, context.nextMode)
        handlers = kind.table.handlers(in: mode)
    }

    /// The message of the first line: nobody sent it.
    private static var start: RawJSON { Start.text }
}

/// What the first line of a chain says.
private enum Start {
    struct Message: Encodable { var type = "start" }
    static let text = (try? RawJSON(encoding: Message())) ?? .null
}

/// Brings an actor into memory and asks nothing of it.
// unsafe: as all letters
final class Wake<B: Behavior>: LetterFor<B>, @unchecked Sendable {
    typealias Waiter = UnsafeContinuation<ActorError?, Never>
    private let waiter: Waiter?

    /// Tells the waiter, if there is one, when the actor's lines count.
    init(_ cell: Cell<B>, _ waiter: Waiter? = nil) {
        self.waiter = waiter
        super.init(cell)
    }

    override var type: String { "start" }

    override func deliver() -> Bool {
        // Born is who has a line that counts.
        guard cell.state != nil, cell.staged.isEmpty else { return false }
        release()
        return true
    }

    override func deliverAndWait() async { release() }

    override func release() { waiter?.resume(returning: nil) }

    override func fail(_ error: ActorError) { waiter?.resume(returning: error) }
}
