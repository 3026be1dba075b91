/// What went wrong with an actor or a message, and what to do about it.
public struct ActorError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; compare with the static members.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Wrapped: String {
            case unhandled, handlerFailed, mailboxFull, timedOut, cancelled, closed, invalidMessage, invalidAddress,
                invalidOption, undecodable, unknownMode, chainBroken, tooLarge, store, dropped, invalidSignature,
                diverged
        }
        private var wrapped: Wrapped
        private init(_ wrapped: Wrapped) { self.wrapped = wrapped }

        /// The actor's behaviour has no handler of this message in the mode it is in. Nothing has changed.
        public static let unhandled = Code(.unhandled)
        /// The handler threw; the cause says what. The state is what it was, and the failure is in the chain.
        public static let handlerFailed = Code(.handlerFailed)
        /// The mailbox holds as many as it may.
        public static let mailboxFull = Code(.mailboxFull)
        /// Nobody answered in time. The message may still be handled.
        public static let timedOut = Code(.timedOut)
        /// The asking task was cancelled. The message may still be handled.
        public static let cancelled = Code(.cancelled)
        /// The actor system was closed.
        public static let closed = Code(.closed)
        /// A message or reply cannot be written as a JSON object.
        public static let invalidMessage = Code(.invalidMessage)
        /// No actor can have this address.
        public static let invalidAddress = Code(.invalidAddress)
        /// An option has a value that cannot be.
        public static let invalidOption = Code(.invalidOption)
        /// What is stored cannot be read as the behaviour's state.
        public static let undecodable = Code(.undecodable)
        /// A handler changed to a mode that its behaviour does not have. Nothing has changed.
        public static let unknownMode = Code(.unknownMode)
        /// The chain is not what was written.
        public static let chainBroken = Code(.chainBroken)
        /// A state or a message is above a named limit.
        public static let tooLarge = Code(.tooLarge)
        /// The store did not take the transition; the cause says why. What the caller knows of `durabilityUnknown`
        /// there holds here: the transition may have been written.
        public static let store = Code(.store)
        /// The message was dropped to make room for a newer one.
        public static let dropped = Code(.dropped)
        /// A signature does not fit what it should stand for, or a key cannot be used.
        public static let invalidSignature = Code(.invalidSignature)

        /// Handling the recorded messages again came to something else.
        public static let diverged = Code(.diverged)

        public var description: String { wrapped.rawValue }
    }

    /// The kind of failure.
    public var code: Code
    /// What happened and what to do, in words.
    public var message: String
    /// What the floor below, or the handler, said.
    public var cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    public var description: String {
        cause.map { "\(message) [\(code)]: \($0)" } ?? "\(message) [\(code)]"
    }
}
