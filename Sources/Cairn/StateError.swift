package import CairnLog

/// Why the store refused or failed: a code to act on and a sentence that says what to do. Nothing is left half done.
public struct StateError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; compare with the static members.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Wrapped: String {
            case conflict, exists, notFound, notUnique, dangling, referenced, forbiddenTransition, unknownKind,
                unknownIndex, mismatchedIndex, beingBuilt, invalidRecord, undecodable, newerRecord,
                migrationFailed, invalidQuery, tooLarge, overtaken, closed, cancelled,
                readOnly, locked, notAStore, newerStore, damaged, noSpace, durabilityUnknown, inputOutput, exhausted,
                invalidOption
        }
        private var wrapped: Wrapped
        private init(_ wrapped: Wrapped) { self.wrapped = wrapped }

        /// The record or stream is not at the revision that the caller demanded; the error carries both versions.
        public static let conflict = Code(.conflict)
        /// A record of this id exists already.
        public static let exists = Code(.exists)
        /// There is no record of this id.
        public static let notFound = Code(.notFound)
        /// Another record holds this value of a unique index.
        public static let notUnique = Code(.notUnique)
        /// The record points at one that does not exist.
        public static let dangling = Code(.dangling)
        /// Other records point at this one, and their relation restricts its removal.
        public static let referenced = Code(.referenced)
        /// The status may not change in this way.
        public static let forbiddenTransition = Code(.forbiddenTransition)
        /// The store was not told of this kind of record.
        public static let unknownKind = Code(.unknownKind)
        /// The kind has no index of this name.
        public static let unknownIndex = Code(.unknownIndex)
        /// An index's definition does not fit the type or what the store says of it.
        public static let mismatchedIndex = Code(.mismatchedIndex)
        /// A write depends on an index that is being built: the store waits for it, and runs the transaction again.
        public static let beingBuilt = Code(.beingBuilt)
        /// The record cannot be written as JSON, or breaks a rule of the format.
        public static let invalidRecord = Code(.invalidRecord)
        /// What is stored cannot be read as the type that was asked for.
        public static let undecodable = Code(.undecodable)
        /// The record was written by a program that knows a later version of its kind. It stays as it is.
        public static let newerRecord = Code(.newerRecord)
        /// A record of an older version could not be brought to the one that the program knows. It stays as it is.
        public static let migrationFailed = Code(.migrationFailed)
        /// The query cannot be understood.
        public static let invalidQuery = Code(.invalidQuery)
        /// A value, record or transaction is above a named limit.
        public static let tooLarge = Code(.tooLarge)
        /// A moment was held for longer than the store keeps one, a reader of changes fell too far behind, or what was
        /// asked for was compacted away.
        public static let overtaken = Code(.overtaken)
        /// The store was closed.
        public static let closed = Code(.closed)
        /// The task was cancelled; nothing was written.
        public static let cancelled = Code(.cancelled)
        /// The store is open for reading only.
        public static let readOnly = Code(.readOnly)
        /// Another process writes the store.
        public static let locked = Code(.locked)
        /// There is no store at this place.
        public static let notAStore = Code(.notAStore)
        /// The store was written by a newer version.
        public static let newerStore = Code(.newerStore)
        /// Bytes that had been acknowledged are not what they were.
        public static let damaged = Code(.damaged)
        /// No room on the disk. Nothing of this call is stored.
        public static let noSpace = Code(.noSpace)
        /// The device failed while syncing; reopen the store to find out what is there.
        public static let durabilityUnknown = Code(.durabilityUnknown)
        /// The operating system failed; the cause says how.
        public static let inputOutput = Code(.inputOutput)
        /// A number or table is used up, or memory is.
        public static let exhausted = Code(.exhausted)
        /// An option has a value that cannot be.
        public static let invalidOption = Code(.invalidOption)

        public var description: String { wrapped.rawValue }
    }

    /// The kind of failure.
    public var code: Code
    /// What happened and what to do, in words.
    public var message: String
    /// What the floor below said, where there was something.
    public var cause: (any Error)?
    /// Both versions of the record, with `.conflict`.
    public var conflict: RecordConflict?
    /// Both records, with `.notUnique`.
    public var duplicate: DuplicateValue?
    /// Both versions of the stream, with the `.conflict` of an append.
    public var streamConflict: StreamConflict?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    public var description: String {
        cause.map { "\(message) [\(code)]: \($0)" } ?? "\(message) [\(code)]"
    }
}

extension StateError {
    /// What the log said, in the words of this floor.
    package init(_ error: LogError) {
        self.init(Self.code(for: error.code), error.message, cause: error.cause)
    }

    /// Each of the log's codes has one that means the same up here.
    private static func code(for code: LogError.Code) -> Code {
        switch code {
        case .invalidEntry: .invalidRecord
        case .tooLarge: .tooLarge
        case .noSpace: .noSpace
        case .durabilityUnknown: .durabilityUnknown
        case .readOnly: .readOnly
        case .closed: .closed
        case .cancelled: .cancelled
        case .locked: .locked
        case .notAStore, .missing, .foreign: .notAStore
        case .newerFormat: .newerStore
        case .invalidOption: .invalidOption
        case .damaged, .torn: .damaged
        case .exhausted: .exhausted
        case .overtaken, .busy: .overtaken
        default: .inputOutput
        }
    }
}
