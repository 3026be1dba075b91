public import Cairn
public import FoundationEssentials

/// One message and what came of it: a line of an actor's chain.
public struct Transition: Decodable, Sendable {
    /// Who caused it: the transition of an actor that sent the message.
    public struct Cause: Codable, Sendable, Hashable {
        /// The sender.
        public var actor: ActorAddress
        /// The number of its transition.
        public var number: Int
    }

    /// A message to another actor.
    public struct Send: Codable, Sendable, Hashable {
        /// For whom it is.
        public var to: ActorAddress
        /// What it says.
        public var message: RawJSON
    }

    /// Something that the actor is told later.
    public struct Timer: Codable, Sendable, Hashable {
        /// By what it is cancelled or set anew.
        public var name: String
        /// When it is due, by the time of day.
        public var due: Date
        /// The `type` of its message.
        public var type: String
        /// What the actor is told then.
        public var message: RawJSON
    }

    /// What kept a handler from changing anything.
    public struct Failure: Codable, Sendable, Hashable {
        /// The kind of failure, as of ``ActorError``.
        public var code: String
        /// What happened.
        public var message: String
    }

    /// Whose chain it belongs to.
    public var actor: ActorAddress
    /// Its place in the chain, from 1 on.
    public var number: Int
    /// The hash of the line before it; nil for the first.
    public var previous: String?
    /// When the message was taken up.
    public var at: Date
    /// Which version of the behaviour handled it.
    public var version: Int
    /// Who sent the message, if it was an actor.
    public var cause: Cause?
    /// The name of the timer that told the message, if it was one.
    public var timer: String?
    /// The message, with its `type`. That of the first line is `start`.
    public var message: RawJSON
    /// The actor's state behind it.
    public var state: RawJSON
    /// The mode that the actor is in behind it; nil for ``Mode/normal``.
    public var mode: Mode?
    /// What the asker was told; nil where there was nothing to tell.
    public var reply: RawJSON?
    /// What was sent, in this order.
    public var sends: [Send]?
    /// All timers that the actor has behind it; nil for none.
    public var timers: [Timer]?
    /// The seed of the random numbers that the handler drew, in hexadecimal digits; nil if it drew none.
    public var chance: String?
    /// Why nothing changed; nil where the handler succeeded.
    public var failure: Failure?
    /// SHA-256 of the canonical JSON (RFC 8785) of the line without this member.
    public var hash: String
}

/// A line before it is hashed, in the order in which it is read best.
struct TransitionDraft: Encodable {
    var id: String
    var actor: ActorAddress
    var number: Int
    var previous: String?
    var at: Date
    var version: Int
    var cause: Transition.Cause?
    var timer: String?
    var message: RawJSON
    var state: RawJSON
    var mode: Mode?
    var reply: RawJSON?
    var sends: [Transition.Send]?
    var timers: [Transition.Timer]?
    var chance: String?
    var failure: Transition.Failure?
}
