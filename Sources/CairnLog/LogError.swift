/// Why the log refused or failed: a code to act on and a sentence that says what to do.
public struct LogError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; compare with the static members.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Wrapped: String {
            case invalidEntry, tooLarge, noSpace, durabilityUnknown, readOnly, closed, cancelled, locked, notAStore,
                newerFormat, invalidOption, damaged, torn, missing, foreign, inputOutput, exhausted, overtaken, busy
        }
        private var wrapped: Wrapped
        private init(_ wrapped: Wrapped) { self.wrapped = wrapped }

        /// The entry is not one that can be stored; nothing was written.
        public static let invalidEntry = Code(.invalidEntry)
        /// The entry or transaction is above a named limit; nothing was written.
        public static let tooLarge = Code(.tooLarge)
        /// No room on the disk. Nothing of this call is stored. Writing resumes by itself when there is room.
        public static let noSpace = Code(.noSpace)
        /// The device failed while syncing. This write may or may not survive; reopen the store to find out.
        public static let durabilityUnknown = Code(.durabilityUnknown)
        /// The store is open for reading only.
        public static let readOnly = Code(.readOnly)
        /// The log was closed.
        public static let closed = Code(.closed)
        /// The task was cancelled before the write was staged.
        public static let cancelled = Code(.cancelled)
        /// Another writer has the store.
        public static let locked = Code(.locked)
        /// There is no store at this place.
        public static let notAStore = Code(.notAStore)
        /// The store was written by a newer version.
        public static let newerFormat = Code(.newerFormat)
        /// An option has a value that cannot be.
        public static let invalidOption = Code(.invalidOption)
        /// Bytes that had been acknowledged are not what they were.
        public static let damaged = Code(.damaged)
        /// A tail that was never acknowledged is torn, and the mode is strict.
        public static let torn = Code(.torn)
        /// A file of the store is missing.
        public static let missing = Code(.missing)
        /// A file stands where one of the store's should, but is not of this store.
        public static let foreign = Code(.foreign)
        /// The operating system failed; the cause says how.
        public static let inputOutput = Code(.inputOutput)
        /// A number or table is used up (segments, memory).
        public static let exhausted = Code(.exhausted)
        /// What a reader asked for was compacted away.
        public static let overtaken = Code(.overtaken)
        /// The same work is already under way.
        public static let busy = Code(.busy)

        public var description: String { wrapped.rawValue }
    }

    /// The kind of failure.
    public var code: Code
    /// What happened and what to do, in words.
    public var message: String
    /// What the floor below said, where there was something.
    public var cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    public var description: String {
        cause.map { "\(message) [\(code)]: \($0)" } ?? "\(message) [\(code)]"
    }
}
