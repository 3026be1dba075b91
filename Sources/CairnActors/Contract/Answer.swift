/// What a handler of a request returns: the reply, which the asker gets once the transition is as durable as the actor.
public struct Answer<Reply: Codable & Sendable>: Sendable {
    let reply: Reply

    /// The reply.
    public static func reply(_ reply: Reply) -> Self { Self(reply: reply) }
}
