/// What is done about one type of message.
///
/// A handler of a request has to return an ``Answer``; one of a message returns nothing. Either may be `async`; then
/// the actor handles nothing else meanwhile, and everything before it is stored first. What a handler throws undoes
/// everything it did.
public struct On<State: Codable & Sendable>: Sendable {
    let handler: Handler<State>

    /// Handles a request at once.
    public init<R: Request>(
        _ type: R.Type,
        _ handle: @escaping @Sendable (inout State, R, inout ActorContext) throws -> Answer<R.Reply>
    ) {
        handler = TypedHandler<State, R, R.Reply>(.now { try handle(&$0, $1, &$2).reply })
    }

    /// Handles a request by waiting for others.
    public init<R: Request>(
        _ type: R.Type,
        _ handle: @escaping @Sendable (inout State, R, inout ActorContext) async throws -> Answer<R.Reply>
    ) {
        handler = TypedHandler<State, R, R.Reply>(.later { try await handle(&$0, $1, &$2).reply })
    }

    /// Handles a message at once.
    public init<M: Message>(
        _ type: M.Type, _ handle: @escaping @Sendable (inout State, M, inout ActorContext) throws -> Void
    ) {
        handler = TypedHandler<State, M, NoReply>(
            .now {
                try handle(&$0, $1, &$2)
                return NoReply()
            })
    }

    /// Handles a message by waiting for others.
    public init<M: Message>(
        _ type: M.Type, _ handle: @escaping @Sendable (inout State, M, inout ActorContext) async throws -> Void
    ) {
        handler = TypedHandler<State, M, NoReply>(
            .later {
                try await handle(&$0, $1, &$2)
                return NoReply()
            })
    }
}

/// Handlers that hold only in one mode. They come before those that stand outside of any.
public struct When<State: Codable & Sendable>: Sendable {
    let mode: Mode
    let parts: [BehaviorPart<State>]

    /// The handlers of a mode.
    public init(_ mode: Mode, @BehaviorBuilder<State> _ body: () -> BehaviorBody<State>) {
        self.mode = mode
        parts = body().parts
    }
}

/// What a message's handler comes to: it is not written.
struct NoReply: Codable, Sendable {}
